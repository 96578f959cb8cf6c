"""How a proposal ends without a result: taken back before the vote, or void during it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from core.rules import NotAllowed
from governance.actions import advance_proposals, cast_ballot, declare_void, withdraw_proposal
from governance.models import Proposal, State, Tally
from governance.secrecy import keys
from tests.governance.conftest import close, make_proposal

WHY = "We found a better way to say it."


def test_withdrawn_with_a_reason_that_all_can_read(
    client: Client, discussed: Proposal, manager: Member
) -> None:
    client.force_login(manager)
    address = reverse("governance:withdrawal", args=[discussed.pk])
    assert client.post(address, {"why": ""}).status_code == 422
    client.post(address, {"why": WHY})
    client.logout()

    page = client.get(discussed.get_absolute_url()).content.decode()

    assert WHY in page and "Withdrawn" in page
    discussed.refresh_from_db()
    assert discussed.withdrawn_at is not None
    assert advance_proposals() == 0
    make_proposal(manager, discussed.policy)  # the policy is free again


def test_nobody_withdraws_once_the_vote_is_open(
    vote: Proposal, manager: Member, administrator: Member
) -> None:
    for who in (manager, administrator):
        with pytest.raises(NotAllowed, match="cannot be withdrawn"):
            withdraw_proposal(member=who, proposal=vote, why=WHY)


def test_members_withdraw_nothing_of_the_company(discussed: Proposal, member: Member) -> None:
    with pytest.raises(NotAllowed):
        withdraw_proposal(member=member, proposal=discussed, why=WHY)


def test_vote_that_cannot_be_counted_is_void_and_counts_nothing(
    client: Client, vote: Proposal, administrator: Member, manager: Member
) -> None:
    cast_ballot(member=manager, proposal=vote, choice=[1])
    with pytest.raises(NotAllowed):
        declare_void(proposal=vote, why=WHY, member=manager)
    keys.destroy_key(vote.box.key_name)
    client.force_login(administrator)
    client.post(reverse("governance:void", args=[vote.pk]), {"why": WHY})

    close(vote)

    assert vote.state == State.VOID
    assert not Tally.objects.exists()
    assert vote.policy.versions.count() == 1
    assert WHY in client.get(vote.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed, match="open vote"):
        declare_void(proposal=vote, why=WHY, member=administrator)
