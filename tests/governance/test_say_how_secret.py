"""The page on secrecy says what is true at each moment: what an operator could do, and by when that ends."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import formats, timezone

from governance.models import BallotBox, Proposal
from tests.governance.conftest import close

pytestmark = pytest.mark.django_db


def test_while_voting_runs_it_says_that_ballots_can_be_linked(
    client: Client, vote: Proposal
) -> None:
    assert "can link ballots to members" in words(client, vote)


def test_after_the_close_it_states_the_date_by_which_traces_go(
    client: Client, vote: Proposal
) -> None:
    close(vote)

    page = words(client, vote)

    box = BallotBox.objects.get(proposal=vote)
    due = formats.date_format(timezone.localtime(box.traces_due), "j F Y")
    assert box.traces_due >= box.emptied_at + timedelta(days=29)
    assert f"destroyed by {due}" in page
    assert "can link ballots" not in page


def test_once_that_is_done_it_says_so(client: Client, vote: Proposal) -> None:
    close(vote)
    BallotBox.objects.filter(proposal=vote).update(
        key_destroyed_at=timezone.now(), traces_destroyed_at=timezone.now(),
        traces={"looked": 41, "destroyed": ["a.tar.gz", "b.tar.gz"]},
    )  # fmt: skip

    page = words(client, vote)

    assert "41 files were looked through, 2 removed, and nothing was left" in page


def words(client: Client, vote: Proposal) -> str:
    return client.get(reverse("governance:secrecy", args=[vote.pk])).content.decode()
