"""Objections to the roll: before it is fixed, answered in words, and upheld ones change it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.rules import NotAllowed
from governance.actions import advance_proposals, answer_objection, object_to_roll
from governance.models import Proposal, RollEntry, RollObjection
from notifications.models import Notification
from tests.governance.conftest import make_old
from tests.notifications.conftest import delivered  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
WORDS = "I was here all the time, in another browser."


def open_now(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(voting_opens=timezone.now() - timedelta(hours=1))
    advance_proposals()


def test_upheld_objection_puts_one_on_the_roll(discussed, newcomer, member, manager):
    make_old(member)
    made = object_to_roll(member=newcomer, proposal=discussed, words=WORDS)
    answer_objection(member=manager, objection=made, answer="You are right.", is_upheld=True)
    open_now(discussed)
    entries = RollEntry.objects.filter(roll__proposal=discussed)
    assert set(entries.values_list("member__handle", flat=True)) == {"member", "newcomer"}
    discussed.refresh_from_db()
    assert discussed.roll.rule["upheld"] == 1
    assert "1 member whose objection was upheld" in discussed.roll.rule_words


@pytest.mark.parametrize("answer", [None, False])
def test_declined_and_unanswered_ones_change_nothing(discussed, newcomer, manager, answer):
    made = object_to_roll(member=newcomer, proposal=discussed, words=WORDS)
    if answer is not None:
        answer_objection(member=manager, objection=made, answer="No.", is_upheld=answer)
    open_now(discussed)
    assert not RollEntry.objects.filter(roll__proposal=discussed, member=newcomer).exists()


def test_upheld_objection_ends_no_suspension(discussed, newcomer, manager):
    made = object_to_roll(member=newcomer, proposal=discussed, words=WORDS)
    answer_objection(member=manager, objection=made, answer="Yes.", is_upheld=True)
    newcomer.suspended_until = timezone.now() + timedelta(days=2)
    newcomer.save()
    open_now(discussed)
    assert not RollEntry.objects.filter(member=newcomer).exists()


def test_nobody_objects_once_voting_opened(vote, newcomer, manager):
    with pytest.raises(NotAllowed, match="fixed"):
        object_to_roll(member=newcomer, proposal=vote, words=WORDS)
    late = RollObjection.objects.create(proposal=vote, member=newcomer, words=WORDS)
    with pytest.raises(ValidationError):
        answer_objection(member=manager, objection=late, answer="Yes.", is_upheld=True)
    answer_objection(member=manager, objection=late, answer="Too late.", is_upheld=False)


def test_said_twice_the_first_stays(discussed, newcomer):
    first = object_to_roll(member=newcomer, proposal=discussed, words=WORDS)
    again = object_to_roll(member=newcomer, proposal=discussed, words="Something else entirely.")
    assert again == first and again.words == WORDS


def test_answered_once_and_by_the_company_alone(discussed, newcomer, member, manager):
    made = object_to_roll(member=newcomer, proposal=discussed, words=WORDS)
    with pytest.raises(NotAllowed):
        answer_objection(member=member, objection=made, answer="Sure.", is_upheld=True)
    answer_objection(member=manager, objection=made, answer="No.", is_upheld=False)
    with pytest.raises(ValidationError):
        answer_objection(member=manager, objection=made, answer="Yes.", is_upheld=True)


def test_by_the_page(discussed, newcomer, manager, member, client, delivered):  # noqa: F811
    place = f"/proposals/{discussed.pk}/roll/"
    client.force_login(newcomer)
    assert client.post(f"{place}objection/", {"words": "short"}).status_code == 422
    assert client.post(f"{place}objection/", {"words": WORDS})["Location"] == place
    made = RollObjection.objects.get()
    assert WORDS in client.get(place).content.decode()
    client.force_login(member)
    page = client.get(place).content.decode()
    assert "1 member has objected" in page and WORDS not in page
    assert client.post(f"{place}objections/{made.pk}/", {"answer": "Yes"}).status_code == 403
    client.force_login(manager)
    assert WORDS in client.get(place).content.decode()
    assert client.post(f"{place}objections/{made.pk}/", {"answer": ""}).status_code == 422
    client.post(f"{place}objections/{made.pk}/", {"answer": "You are right.", "is_upheld": "yes"})
    made.refresh_from_db()
    assert made.is_upheld and made.answered_by == manager
    delivered()
    assert Notification.objects.filter(member=newcomer, kind="objection").exists()
    assert Notification.objects.filter(member=manager, kind="objection").exists()
