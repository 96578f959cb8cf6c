"""Members' petitions: who may write and sign one, and what enough signatures do."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Member
from core.rules import NotAllowed
from forums.models import Board
from governance.actions import (
    advance_proposals,
    announce,
    draft_proposal,
    forget_signatures,
    open_petition,
    sign_petition,
    unsign_petition,
    withdraw_proposal,
)
from governance.models import Policy, Proposal, Signature, State
from governance.process.drafts import Terms, TextDraft
from governance.rules import signatures_asked
from tests.governance.conftest import AFTER, days, make_old, make_proposal


def write(member: Member, policy: Policy, **more) -> Proposal:
    return draft_proposal(
        member=member, policy=policy, title="Allow links to shops", why="So.", affected="All",
        texts=[TextDraft(policy=policy, source=AFTER)], is_petition=True, **more,
    )  # fmt: skip


@pytest.fixture
def petition(policy: Policy, board: Board, member: Member) -> Proposal:
    """A petition of `member` that asks for three signatures."""
    make_old(member)
    proposal = open_petition(member=member, proposal=write(member, policy))
    proposal.refresh_from_db()
    return proposal


@pytest.mark.parametrize(("active", "asked"), [(0, 3), (60, 3), (61, 4), (1000, 50), (10**6, 500)])
def test_signatures_asked_are_a_share_and_no_more_than_500(active: int, asked: int) -> None:
    assert signatures_asked(active) == asked


def test_enough_signatures_put_it_before_all(
    petition: Proposal, newcomer: Member, outsider: Member, evangelist: Member
) -> None:
    assert (petition.state, petition.signature_count) == (State.PETITION, 1)
    with pytest.raises(NotAllowed, match="younger than 14 days"):
        sign_petition(member=newcomer, proposal=petition)
    make_old(outsider, evangelist)
    assert sign_petition(member=outsider, proposal=petition)
    assert not sign_petition(member=outsider, proposal=petition), "once a member"
    petition.refresh_from_db()
    assert (petition.state, petition.signature_count) == (State.PETITION, 2)

    sign_petition(member=evangelist, proposal=petition)

    petition.refresh_from_db()
    assert petition.state == State.COMMENT
    assert petition.topic is not None
    assert (petition.comment_closes - petition.comment_opens).days == 30


def test_signature_is_taken_back(petition: Proposal, outsider: Member) -> None:
    make_old(outsider)
    sign_petition(member=outsider, proposal=petition)

    assert unsign_petition(member=outsider, proposal=petition)
    assert not unsign_petition(member=outsider, proposal=petition)
    petition.refresh_from_db()
    assert petition.signature_count == Signature.objects.count() == 1


def test_signatures_of_the_suspended_do_not_carry_it(
    petition: Proposal, outsider: Member, evangelist: Member
) -> None:
    make_old(outsider, evangelist)
    sign_petition(member=outsider, proposal=petition)
    Member.objects.filter(pk=outsider.pk).update(suspended_until=days(9))

    sign_petition(member=evangelist, proposal=petition)

    petition.refresh_from_db()
    assert (petition.state, petition.signature_count) == (State.PETITION, 2)


def test_petition_waits_while_another_proposal_is_open(
    petition: Proposal, policy: Policy, manager: Member
) -> None:
    make_old(manager)
    other = make_proposal(manager, policy, source="Other.", voting_opens=days(9), closes=days(20))
    Proposal.objects.filter(pk=petition.pk).update(signatures_needed=1)

    assert advance_proposals() == 0
    withdraw_proposal(member=manager, proposal=other, why="Members first.")
    advance_proposals()

    petition.refresh_from_db()
    assert petition.state == State.COMMENT


def test_petition_lapses_without_enough_signatures(petition: Proposal, outsider: Member) -> None:
    make_old(outsider)
    Proposal.objects.filter(pk=petition.pk).update(petition_closes=days(-0.01))
    with pytest.raises(NotAllowed, match="time for signatures"):
        sign_petition(member=outsider, proposal=petition)
    with pytest.raises(IntegrityError, match="No signatures"), transaction.atomic():
        Signature.objects.create(proposal=petition, member=outsider)

    assert advance_proposals() == 1
    assert advance_proposals() == 0

    petition.refresh_from_db()
    assert petition.state == State.LAPSED
    assert "enough signatures" in petition.why_withdrawn


def test_petition_is_decided_by_the_terms_of_the_house(policy: Policy, member: Member) -> None:
    make_old(member)

    proposal = write(member, policy, terms=Terms(binding_quorum_percent=1, answer_quorum_percent=1))

    assert proposal.binding_quorum_percent == 30


def test_one_petition_at_a_time(petition: Proposal, policy: Policy, member: Member) -> None:
    with pytest.raises(NotAllowed, match="One at a time"):
        write(member, policy)


def test_company_cannot_withdraw_or_announce_a_members_petition(
    petition: Proposal, manager: Member, administrator: Member, member: Member
) -> None:
    for company in (manager, administrator):
        with pytest.raises(NotAllowed):
            withdraw_proposal(member=company, proposal=petition, why="We do not like it.")
        with pytest.raises(NotAllowed):
            announce(member=company, proposal=petition)
    withdraw_proposal(member=member, proposal=petition, why="I thought again.")
    petition.refresh_from_db()
    assert petition.state == State.WITHDRAWN


def test_writing_and_signing_by_page(
    client: Client, policy: Policy, board: Board, member: Member, outsider: Member
) -> None:
    make_old(member, outsider)
    client.force_login(member)
    address = reverse("governance:proposal_new", args=["house-rules"])
    page = client.get(address).content.decode()
    assert "Write a petition" in page and "binding_quorum_percent" not in page
    form = {
        "key": "3f0c3c3e-8a4b-4d0c-9a58-8d4b6a5d0a12", "title": "Allow links to shops", "why": "So.",
        "affected": "All", "text-TOTAL_FORMS": "1", "text-INITIAL_FORMS": "0", "text-0-policy": policy.pk,
        "text-0-source": AFTER, "text-0-summary": "",
    }  # fmt: skip
    client.post(address, form)
    proposal = Proposal.objects.get()
    assert proposal.is_petition
    client.post(reverse("governance:petition", args=[proposal.pk]))
    proposal.refresh_from_db()
    assert proposal.state == State.PETITION
    assert proposal.signatures_needed == 3

    client.force_login(outsider)
    assert "Sign it" in client.get(proposal.get_absolute_url()).content.decode()
    signature = reverse("governance:signature", args=[proposal.pk])
    assert "You have signed." in client.post(signature, follow=True).content.decode()
    page = client.post(signature, {"undo": "1"}, follow=True).content.decode()
    assert "Sign it" in page
    assert list(proposal.signatures.values_list("member", flat=True)) == [member.pk]


def test_who_leaves_takes_their_signature_along(petition: Proposal, outsider: Member) -> None:
    make_old(outsider)
    sign_petition(member=outsider, proposal=petition)

    forget_signatures(member_id=outsider.pk)

    petition.refresh_from_db()
    assert petition.signature_count == 1
