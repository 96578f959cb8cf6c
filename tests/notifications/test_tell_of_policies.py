"""Who follows a policy hears of its changes; who proposed other words hears what became of them."""

import uuid

import pytest

from accounts.models import Member
from governance.actions import (
    advance_proposals,
    cast_ballot,
    propose_amendment,
    revise_text,
    support_amendment,
    take_amendment,
)
from governance.models import Proposal, ProposalText
from notifications.actions import follow
from notifications.models import Kind, Notification
from notifications.policies import followers_of_policy
from spaces.models import Space
from tests.governance.conftest import close, discussed, policy, vote, vote_keys  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def text(discussed: Proposal) -> ProposalText:  # noqa: F811
    return discussed.texts.select_related(
        "policy", "base", "proposal__policy", "proposal__topic"
    ).get()


def told() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in Notification.objects.filter(kind=Kind.POLICY).order_by("pk"):
        found.setdefault(row.member.handle, []).append(row.text)
    return found


def test_followers_hear_of_another_text(text, newcomer: Member, manager: Member, delivered) -> None:
    follow(member=newcomer, target=text.policy)
    delivered()
    source = text.source.replace("Be kind", "Be very kind")
    revise_text(member=manager, text=text, source=source, why="It was too short.")
    delivered()
    anew = "The proposed text was changed, and the comment period begins anew."
    assert told() == {"newcomer": ["A change is proposed.", anew]}


def test_who_wanted_other_words_hears_what_became_of_them(
    text, member: Member, outsider: Member, manager: Member, delivered
) -> None:
    amendment = propose_amendment(
        member=member, text=text, clause="clause-1", source="## 1. Links\n\nLinks are fine.",
        why="It is shorter so.", key=uuid.uuid4(),
    )  # fmt: skip
    support_amendment(member=outsider, amendment=amendment)
    take_amendment(member=manager, amendment=amendment, answer="Yes, gladly.")
    delivered()
    assert told()["outsider"] == ["Taken into the text: Yes, gladly."]
    assert "Taken into the text: Yes, gladly." in told()["member"]
    assert "manager" not in told()


def test_follower_who_lost_sight_hears_nothing(
    text, newcomer: Member, private_space: Space
) -> None:
    rules = text.policy
    follow(member=newcomer, target=rules)
    assert followers_of_policy(rules) == {newcomer.pk}
    rules.space = private_space
    rules.save()
    assert followers_of_policy(rules) == set()


def test_follower_hears_of_a_decision_once_and_of_the_new_version(
    vote: Proposal,  # noqa: F811
    member: Member,
    newcomer: Member,
    delivered,
) -> None:
    follow(member=newcomer, target=vote.policy)
    follow(member=newcomer, target=vote.topic)
    cast_ballot(member=member, proposal=vote, choice=[1])
    close(vote)
    advance_proposals()
    delivered()
    assert Notification.objects.filter(member=newcomer, kind=Kind.DECIDED).count() == 1
    assert told().get("newcomer", [])[-1:] == ["Version 2 is in force."]
