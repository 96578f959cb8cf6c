"""What a hostile company, operator or member tries once there is a vote, and is refused."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actions.acting import start_acting
from accounts.administration.acting import ACTING
from accounts.models import Member
from core.rules import NotAllowed
from forums.actions import reply
from forums.models import Board
from governance.actions import (
    advance_proposals,
    answer_vote,
    cast_ballot,
    declare_void,
    draft_proposal,
    open_petition,
    propose,
    revise_text,
    withdraw_proposal,
)
from governance.models import (
    CompanyAnswer,
    CountedBallot,
    Policy,
    PolicyVersion,
    Proposal,
    ReceiptRoot,
    State,
    SupersededReceipt,
    Tally,
)
from governance.models.box import BallotBox
from governance.process.commenters import count_commenters
from governance.process.drafts import TextDraft
from governance.secrecy import keys
from governance.secrecy.receipts import new_code
from search.sources import policies
from spaces.models import Membership, Space
from tests.governance.conftest import AFTER, close, days, make_old, make_proposal
from tests.governance.test_count_votes import fill_roll

WHY = "Because it is what we were asked for."
TWENTY = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"


def refused(words: str) -> pytest.RaisesExc[IntegrityError]:
    return pytest.raises(IntegrityError, match=words)


# Who acts as a member.


@pytest.fixture
def onlooker(client: Client, administrator: Member, member: Member) -> Client:
    """An administrator who acts as the member."""
    client.force_login(administrator)
    acting = start_acting(by=administrator, member=member, reason="Their inbox fails.")
    session = client.session
    session[ACTING] = acting.pk
    session.save()
    return client


def test_who_acts_as_a_member_sees_no_difference_once_they_voted(
    onlooker: Client, vote: Proposal, member: Member
) -> None:
    before = onlooker.get(vote.get_absolute_url()).content.decode()
    assert "You act as" in before

    cast_ballot(member=member, proposal=vote, choice=[1])

    assert ("Go to the ballot" in before) == (
        "Go to the ballot" in onlooker.get(vote.get_absolute_url()).content.decode()
    )
    assert onlooker.get(reverse("governance:ballot", args=[vote.pk])).status_code == 403
    assert (
        "sha256sum" not in onlooker.get(reverse("governance:roll", args=[vote.pk])).content.decode()
    )


# Whoever keeps a space.


@pytest.fixture
def vote_of_space(
    private_space: Space, private_board: Board, insider: Member, administrator: Member
) -> Proposal:
    policy = Policy.objects.create(slug="testers", title="Rules of testers", space=private_space)
    PolicyVersion.objects.create(
        policy=policy, number=1, source="Be quiet.", html="<p>Be quiet.</p>"
    )
    make_old(insider)
    Membership.objects.filter(member=insider).update(joined_at=days(-20))
    proposal = make_proposal(administrator, policy, source="Be loud.")
    advance_proposals()
    proposal.refresh_from_db()
    assert proposal.roll.size == 1
    return proposal


def test_who_is_shown_out_of_a_space_votes_all_the_same(
    client: Client, vote_of_space: Proposal, insider: Member, outsider: Member
) -> None:
    Membership.objects.filter(member=insider).delete()
    client.force_login(insider)
    address = reverse("governance:ballot", args=[vote_of_space.pk])
    assert client.get(vote_of_space.get_absolute_url()).status_code == 200
    page = client.post(address, {"receipt": new_code(), "choice": "1"})
    assert page.status_code == 200

    for name in ("roll", "receipt_check", "published_receipts"):
        client.get(reverse(f"governance:{name}", args=[vote_of_space.pk]))
    assert client.get(vote_of_space.policy.get_absolute_url()).status_code == 404

    client.force_login(outsider)
    for name in ("proposal", "ballot", "receipt_check", "turnout", "roll", "roll_file", "secrecy"):
        assert client.get(reverse(f"governance:{name}", args=[vote_of_space.pk])).status_code == 404
    close(vote_of_space)
    assert vote_of_space.tally.ballots == 1
    client.force_login(insider)
    assert client.get(vote_of_space.get_absolute_url()).status_code == 404


# A company that fears a result.


def test_vote_that_can_be_counted_is_not_called_off(vote: Proposal, administrator: Member) -> None:
    with pytest.raises(NotAllowed, match="will be counted"):
        declare_void(proposal=vote, why=WHY, member=administrator)

    keys.destroy_key(BallotBox.objects.get(proposal=vote).key_name)
    declare_void(proposal=vote, why=WHY, member=administrator)
    vote.refresh_from_db()
    assert vote.state == State.VOID


def test_text_that_members_voted_down_is_not_what_was_asked(
    policy: Policy, board: Board, manager: Member
) -> None:
    voters = fill_roll(10)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    for voter in voters[:2]:
        cast_ballot(member=voter, proposal=proposal, choice=[2])
    close(proposal)
    assert (proposal.tally.tier, proposal.tally.outcome) == ("must_answer", "rejected")

    with pytest.raises(ValidationError, match="did not ask"):
        answer_vote(member=manager, proposal=proposal, decision="adopt", source=WHY * 2)
    answer_vote(member=manager, proposal=proposal, decision="decline", source=WHY * 2)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.in_force_on) == (State.ANSWERED, None)


def test_what_follows_from_a_count_is_not_put_off(
    policy: Policy, board: Board, manager: Member
) -> None:
    voters = fill_roll(10)
    proposal = make_proposal(manager, policy)
    advance_proposals()
    proposal.refresh_from_db()
    for voter in voters[:2]:
        cast_ballot(member=voter, proposal=proposal, choice=[1])
    close(proposal)
    for change in ({"answer_due": days(99)}, {"answer_due": None}, {"decided_at": days(9)}):
        with refused("they stand"), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**change)


def test_count_and_ballots_are_not_written_anew(vote: Proposal, member: Member) -> None:
    cast_ballot(member=member, proposal=vote, choice=[1])
    cast_ballot(member=member, proposal=vote, choice=[2])
    close(vote)
    assert (CountedBallot.objects.count(), SupersededReceipt.objects.count()) == (1, 1)
    ReceiptRoot.objects.create(
        proposal=vote, day=days(0).date(), count=0, root=b"", leaves=b"", signature=b""
    )
    for model in (CountedBallot, SupersededReceipt, Tally, ReceiptRoot):
        with refused("of a vote stands"), transaction.atomic():
            model.objects.all()._raw_delete("default")
    for rows in (
        lambda: CountedBallot.objects.update(choice=[1]),
        lambda: Tally.objects.update(outcome="adopted"),
        lambda: ReceiptRoot.objects.update(count=3),
    ):
        with refused("of a vote stands"), transaction.atomic():
            rows()
    with refused("no ballot is added"), transaction.atomic():
        CountedBallot.objects.create(proposal=vote, receipt_hash=b"x" * 32, choice=[1])


def test_versions_are_neither_taken_out_nor_dated_anew(vote: Proposal, manager: Member) -> None:
    cast_ballot(member=manager, proposal=vote, choice=[1])
    close(vote)
    advance_proposals()
    assert vote.policy.versions.count() == 2
    for change in (
        lambda: vote.policy.versions.filter(number=1)._raw_delete("default"),
        lambda: vote.policy.versions.filter(number=1).update(superseded_at=days(3)),
        lambda: vote.policy.versions.filter(number=2).update(in_force_from=days(-30)),
        lambda: vote.policy.versions.filter(number=2).update(adopted_by=None),
    ):
        with refused("word for word"), transaction.atomic():
            change()


def test_answer_is_not_taken_back(policy: Policy, board: Board, manager: Member) -> None:
    proposal = make_proposal(manager, policy)
    CompanyAnswer.objects.create(
        proposal=proposal, by=manager, decision="decline", source="We do not.", html=""
    )
    with refused("word for word"), transaction.atomic():
        CompanyAnswer.objects.all()._raw_delete("default")


def test_text_is_not_changed_on_the_eve_of_its_vote(
    policy: Policy, board: Board, manager: Member
) -> None:
    eve = make_proposal(manager, policy, voting_opens=days(1), closes=days(9))
    with pytest.raises(ValidationError, match="begins its discussion anew"):
        revise_text(
            member=manager, text=eve.texts.get(), source=AFTER + "More.", why="A comma was missing.",
            why_no_restart="A spelling mistake.",
        )  # fmt: skip
    revise_text(
        member=manager, text=eve.texts.get(), source=AFTER + "More.", why="A comma was missing."
    )
    eve.refresh_from_db()
    assert eve.voting_opens is not None and eve.voting_opens > days(29)


# A company that keeps petitions out.


@pytest.fixture
def signed(policy: Policy, board: Board, member: Member, manager: Member) -> Proposal:
    """A petition with enough signatures that waits, since the company was quicker."""
    make_old(member, manager)
    petition = draft_proposal(
        member=member, policy=policy, title="Allow links to shops", why="So.", affected="All",
        texts=[TextDraft(policy=policy, source=AFTER)], is_petition=True,
    )  # fmt: skip
    open_petition(member=member, proposal=petition)
    return petition


def test_petition_with_enough_signatures_goes_first(
    signed: Proposal, policy: Policy, manager: Member
) -> None:
    other = make_proposal(manager, policy, source="Other.", voting_opens=days(9), closes=days(20))
    Proposal.objects.filter(pk=signed.pk).update(signatures_needed=1)
    withdraw_proposal(member=manager, proposal=other, why=WHY)

    with pytest.raises(ValidationError, match="It goes first"):
        make_proposal(manager, policy, source="Another one.")
    advance_proposals()
    signed.refresh_from_db()
    assert signed.state == State.COMMENT


def test_change_in_between_does_not_end_a_petition(
    signed: Proposal, policy: Policy, manager: Member
) -> None:
    other = make_proposal(manager, policy, source="Other.")
    Proposal.objects.filter(pk=signed.pk).update(signatures_needed=1)
    make_old(manager)
    advance_proposals()
    other.refresh_from_db()
    cast_ballot(member=manager, proposal=other, choice=[1])
    close(other)
    advance_proposals()
    advance_proposals()

    signed.refresh_from_db()
    assert policy.versions.count() == 2
    assert signed.state == State.COMMENT
    assert signed.texts.get().base.number == 2


def test_discussion_is_not_announced_for_next_year(policy: Policy, manager: Member) -> None:
    with pytest.raises(ValidationError, match="within 60 days"):
        propose(
            member=manager, policy=policy, title="Allow links to shops", source=AFTER, why="So.",
            affected="All", comment_opens=days(400),
        )  # fmt: skip


@pytest.mark.parametrize("is_petition", [True, False])
def test_draft_that_was_withdrawn_stays_unread(
    client: Client,
    policy: Policy,
    board: Board,
    manager: Member,
    member: Member,
    outsider: Member,
    is_petition: bool,
) -> None:
    make_old(member)
    author = member if is_petition else manager
    draft = draft_proposal(
        member=author, policy=policy, title="Allow links to shops", why="So.", affected="All",
        texts=[TextDraft(policy=policy, source=AFTER)], is_petition=is_petition,
    )  # fmt: skip
    withdraw_proposal(member=author, proposal=draft, why="It was a bad thought of mine.")
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(outsider)
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "Allow links" not in client.get(reverse("governance:proposals")).content.decode()
    assert policies.proposals([draft.pk]) == []
    client.force_login(author)
    assert client.get(draft.get_absolute_url()).status_code == 200


# Sock puppets.


def test_same_words_of_many_are_one_voice(policy: Policy, board: Board, manager: Member) -> None:
    make_old(manager)
    proposal = propose(
        member=manager, policy=policy, title="Allow links to shops", source=AFTER, why="So.", affected="All"
    )  # fmt: skip
    one, *puppets = fill_roll(6)
    assert proposal.topic is not None
    reply(author=one, topic=proposal.topic, source=TWENTY)
    for puppet in puppets[:4]:
        reply(author=puppet, topic=proposal.topic, source=f"  {TWENTY.upper()}!")
    assert count_commenters(proposal) == 1
    # A few words above an address are a few words.
    reply(
        author=puppets[4], topic=proposal.topic,
        source="Yes please. [For the change of the fine rule](/proposals/1/clauses/2/a-very-long-name-of-a-clause-of-this-policy/) "
        "https://a.example/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w",
    )  # fmt: skip
    assert count_commenters(proposal) == 1
    reply(author=puppets[4], topic=proposal.topic, source=f"{TWENTY} and mine")
    assert count_commenters(proposal) == 2


# Addresses made up.


@pytest.mark.parametrize(
    "address",
    [
        "/proposals/{0}/receipts/published/99999999999999999999999.json",
        "/proposals/{0}/receipts/published/0.json",
        "/proposals/99999999999999999999999999/",
        "/proposals/{0}/clauses/99999999999999999999999999/links/",
        "/policies/house-rules/versions/99999999999999999999999999/",
        "/amendments/99999999999999999999999999/",
        "/policies/house-rules/comparison/?from=9999999&to=-1",
        "/proposals/{0}/tally.json",
        "/proposals/{0}/count/",
    ],
)
def test_addresses_made_up_lead_nowhere(client: Client, vote: Proposal, address: str) -> None:
    assert client.get(address.format(vote.pk)).status_code in (403, 404)
