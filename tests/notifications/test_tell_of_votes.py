"""Votes: who may vote hears of the opening, who discussed it of the end."""

import pytest
from django.utils import timezone

from notifications.actions import call_to_votes, follow, send_due_mail
from notifications.models import Kind, Notification
from tests.governance.conftest import (  # noqa: F401 - fixtures
    close,
    discussed,
    make_proposal,
    policy,
    vote,
)

pytestmark = pytest.mark.django_db


def told(kind: str) -> set[str]:
    return {
        row.member.handle for row in Notification.objects.filter(kind=kind).select_related("member")
    }


def test_roll_hears_of_the_opening_once(vote, newcomer, delivered):  # noqa: F811
    delivered()
    call_to_votes()
    assert told(Kind.VOTE) == {"manager", "member", "outsider"}
    row = Notification.objects.filter(kind=Kind.VOTE).first()
    assert (row.url, row.title) == (f"/proposals/{vote.pk}/", vote.title)
    Notification.objects.exclude(mail_due_at=None).update(mail_due_at=timezone.now())
    assert send_due_mail() >= 3


def test_those_who_discussed_hear_of_the_end(vote, newcomer, delivered):  # noqa: F811
    follow(member=newcomer, target=vote.topic)
    delivered()
    close(vote)
    delivered()
    assert "newcomer" in told(Kind.DECIDED)
    assert "outsider" not in told(Kind.DECIDED), "voting or not is told to nobody"


def test_followers_of_a_policy_hear_of_proposals(policy, board, manager, newcomer, delivered):  # noqa: F811
    follow(member=newcomer, target=policy)
    make_proposal(manager, policy)
    delivered()
    assert told(Kind.POLICY) == {"newcomer"}
