"""A vote is found by all: a quiet line on the first page of a day, and the turnout over those who were shown it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.remembered import forget_all
from core.valkey import valkey
from governance.actions import cast_ballot, count_turnout
from governance.models import Proposal
from governance.rolls import shown
from governance.rolls.line import SESSION

pytestmark = pytest.mark.django_db
LINE = "Members are voting"


@pytest.fixture(autouse=True)
def nothing_waits():
    forget_all()
    valkey().delete(shown.WAITING)
    yield
    shown.write_out()
    valkey().delete(shown.WAITING)


def reads(client, path: str = "/policies/") -> str:
    return client.get(path).content.decode()


def test_the_first_page_of_a_day_shows_it_and_no_other(vote, member, client, brand):
    client.force_login(member)
    page = reads(client)
    assert LINE in page and vote.title in page
    assert LINE not in reads(client)
    session = client.session
    session[SESSION] = session[SESSION].replace(timezone.localdate().isoformat(), "2001-01-01")
    session.save()
    assert LINE in reads(client)


def test_who_is_not_on_the_roll_or_has_voted_sees_none(vote, member, newcomer, client, brand):
    client.force_login(newcomer)
    assert LINE not in reads(client)
    cast_ballot(member=member, proposal=vote, choice=[1])
    client.force_login(member)
    assert LINE not in reads(client)
    client.logout()
    assert LINE not in reads(client)


def test_a_closed_vote_is_not_pointed_at(vote, member, client, brand):
    Proposal.objects.filter(pk=vote.pk).update(closes=timezone.now() - timedelta(seconds=1))
    client.force_login(member)
    assert LINE not in reads(client)


def test_pages_after_the_first_ask_and_write_nothing_for_it(vote, member, client, brand):
    client.force_login(member)
    for _ in range(2):
        reads(client)
    with CaptureQueriesContext(connection) as asked:
        reads(client)
    assert not [each for each in asked if "rollentry" in each["sql"]]
    assert not [each for each in asked if each["sql"].startswith(("UPDATE", "INSERT"))]


def test_a_browser_that_fetches_ahead_has_shown_nobody_anything(vote, member, client, brand):
    client.force_login(member)
    assert (
        LINE not in client.get("/policies/", headers={"sec-purpose": "prefetch"}).content.decode()
    )
    assert LINE in reads(client)


def test_turnout_is_over_the_roll_and_over_who_was_shown_it(vote, member, outsider, client, brand):
    client.force_login(member)
    reads(client)
    shown.write_out()
    assert count_turnout() == 1
    vote.roll.refresh_from_db()
    assert (vote.roll.voted_count, vote.roll.shown_count) == (0, 1)
    client.force_login(outsider)  # finds the ballot by another way, and the line is not needed
    session = client.session
    session[SESSION] = "seen"
    session.save()
    reads(client, f"/proposals/{vote.pk}/ballot/")
    cast_ballot(member=outsider, proposal=vote, choice=[1])
    shown.write_out()
    assert count_turnout() == 1
    vote.roll.refresh_from_db()
    assert (vote.roll.voted_count, vote.roll.shown_count) == (1, 2)
    assert count_turnout() == 0, "nothing changed, so nobody is told"


def test_shown_is_written_once_for_many(vote, member, manager, outsider):
    for each in (member, manager, outsider, member):
        shown.note_shown(roll_id=vote.roll.pk, member_id=each.pk)
    shown.write_out()
    with CaptureQueriesContext(connection) as asked:
        assert shown.write_shown() == 3
    assert len([each for each in asked if each["sql"].strip().startswith("UPDATE")]) == 1
    assert shown.write_shown() == 0


def test_nobody_is_noted_who_is_not_on_the_roll_nor_after_the_close(vote, member, newcomer):
    shown.note_shown(roll_id=vote.roll.pk, member_id=newcomer.pk)
    shown.write_out()
    assert shown.write_shown() == 0
    shown.note_shown(roll_id=vote.roll.pk, member_id=member.pk)
    shown.write_out()
    Proposal.objects.filter(pk=vote.pk).update(state="void")
    assert shown.write_shown() == 0


def test_page_shows_both_turnouts(vote, member, client, brand):
    cast_ballot(member=member, proposal=vote, choice=[1])
    count_turnout()
    page = reads(client, f"/proposals/{vote.pk}/")
    assert "1 of 3" in page and "of those who were shown the ballot" in page
