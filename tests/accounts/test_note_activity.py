"""When somebody was last active: known of every member, although no page writes it."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import note_activity
from accounts.models import Member
from tests.cast import make_member

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def session_of(member: Member, *, seen_hours_ago: float, key: str = "") -> None:
    UserSession.objects.create(
        user=member, ip="127.0.0.1", user_agent="", session_key=key or f"s{member.pk}",
        last_seen_at=timezone.now() - timedelta(hours=seen_hours_ago),
    )  # fmt: skip


def hours_ago(member: Member) -> int | None:
    member.refresh_from_db()
    return member.seen_at and round((timezone.now() - member.seen_at) / timedelta(hours=1))


def test_latest_of_ones_sessions_counts(member):
    session_of(member, seen_hours_ago=20, key="a")
    session_of(member, seen_hours_ago=3, key="b")
    assert note_activity() == 1
    assert hours_ago(member) == 3


def test_date_only_moves_forward(member):
    Member.objects.filter(pk=member.pk).update(seen_at=timezone.now() - timedelta(hours=1))
    session_of(member, seen_hours_ago=5)
    assert note_activity() == 0
    assert hours_ago(member) == 1


def test_second_time_writes_nothing(member):
    session_of(member, seen_hours_ago=5)
    assert [note_activity(), note_activity()] == [1, 0]


def test_whoever_signs_in_and_out_at_once_was_here(client, member, brand):
    client.force_login(member, backend=BACKEND)
    client.post("/accounts/logout/")
    assert not UserSession.objects.exists()
    assert hours_ago(member) == 0


def test_older_sessions_are_read_when_asked_for(member):
    session_of(member, seen_hours_ago=24 * 20)
    assert note_activity() == 0
    assert note_activity(within=timedelta(days=30)) == 1


def test_one_statement_whatever_the_size(member):
    session_of(member, seen_hours_ago=5)
    with CaptureQueriesContext(connection) as few:
        note_activity()
    for each in range(10):
        session_of(make_member(f"reader{each}"), seen_hours_ago=2)
    with CaptureQueriesContext(connection) as many:
        assert note_activity() == 10
    assert len(few) == len(many)
