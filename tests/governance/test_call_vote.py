"""How a proposal comes to its vote: by the company's call, or by members with something to say."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Member
from core.rules import NotAllowed
from events.models import Event
from forums.actions import reply
from forums.models import Board, Post, Topic
from governance.actions import advance_proposals, call_to_vote, propose
from governance.models import Policy, Proposal, State
from governance.process.commenters import count_commenters
from governance.process.drafts import Terms
from tests.governance.conftest import AFTER, days, make_old
from tests.governance.test_count_votes import fill_roll

WORDS = (
    "I think that links should be allowed because half of our best answers name one part that somebody "
    "must buy somewhere else anyway today."
)


@pytest.fixture
def uncalled(policy: Policy, board: Board, manager: Member) -> Proposal:
    """A proposal in discussion for which nobody has set a vote; three voices call it."""
    make_old(manager)
    return propose(
        member=manager, policy=policy, title="Allow links to shops", source=AFTER, why="So.",
        affected="All", terms=Terms(threshold=3, threshold_percent_of_active=100),
    )  # fmt: skip


def end_comments(proposal: Proposal) -> None:
    Proposal.objects.filter(pk=proposal.pk).update(
        comment_opens=days(-31), comment_closes=days(-0.01)
    )


def stand(proposal: Proposal) -> str:
    proposal.refresh_from_db()
    return proposal.state


def say(members: list[Member], topic: Topic, words: str = WORDS) -> None:
    """Each in words of their own: the same words of many are one voice."""
    for each in members:
        reply(author=each, topic=topic, source=f"{words}\n\nSays {each.name}.")
    Topic.objects.filter(pk=topic.pk).update(bumped_at=timezone.now())


def make_active(members: list[Member]) -> list[Member]:
    Member.objects.filter(pk__in=[each.pk for each in members]).update(seen_at=timezone.now())
    return members


def test_what_is_not_called_waits_and_lapses(uncalled: Proposal) -> None:
    end_comments(uncalled)
    advance_proposals()
    assert stand(uncalled) == State.WAITING

    Proposal.objects.filter(pk=uncalled.pk).update(
        comment_opens=days(-99), comment_closes=days(-61)
    )
    advance_proposals()
    assert stand(uncalled) == State.LAPSED
    assert "Nobody called it" in uncalled.why_withdrawn
    assert not uncalled.claims.exists()


def test_company_calls_it_not_before_the_discussion_is_over(
    uncalled: Proposal, manager: Member
) -> None:
    with pytest.raises(ValidationError, match="discussion is over"):
        call_to_vote(member=manager, proposal=uncalled, voting_opens=days(2))
    with pytest.raises(ValidationError, match="3 days"):
        call_to_vote(member=manager, proposal=uncalled, voting_opens=days(40), closes=days(42.9))
    called = call_to_vote(member=manager, proposal=uncalled)
    assert called.voting_opens == called.comment_closes
    assert (called.closes - called.voting_opens).days == 7
    with pytest.raises(NotAllowed, match="already"):
        call_to_vote(member=manager, proposal=uncalled)


def test_members_do_not_call_it(uncalled: Proposal, member: Member) -> None:
    with pytest.raises(NotAllowed):
        call_to_vote(member=member, proposal=uncalled)


def test_called_after_the_discussion_it_opens_on_its_date(
    uncalled: Proposal, manager: Member
) -> None:
    end_comments(uncalled)
    advance_proposals()
    with pytest.raises(ValidationError, match="three days from now"):
        call_to_vote(member=manager, proposal=uncalled, voting_opens=days(2.9))
    call_to_vote(member=manager, proposal=uncalled, voting_opens=days(3.1))
    advance_proposals()
    assert stand(uncalled) == State.WAITING
    Proposal.objects.filter(pk=uncalled.pk).update(voting_opens=days(-0.01))
    advance_proposals()
    assert stand(uncalled) == State.VOTING


def test_enough_voices_call_the_vote_with_notice(uncalled: Proposal) -> None:
    voices = make_active(fill_roll(4))
    say(voices[:2], uncalled.topic)
    advance_proposals()
    assert (stand(uncalled), uncalled.commenters, uncalled.called_at) == (State.COMMENT, 2, None)

    say(voices[2:3], uncalled.topic)
    advance_proposals()

    uncalled.refresh_from_db()
    assert uncalled.commenters == 3
    assert uncalled.called_at is not None and uncalled.called_by is None
    assert uncalled.voting_opens == uncalled.comment_closes
    assert Event.objects.get(kind="governance.ProposalCalled").facts["by_id"] is None

    Proposal.objects.filter(pk=uncalled.pk).update(called_at=None, voting_opens=None, closes=None)
    end_comments(uncalled)
    Proposal.objects.filter(pk=uncalled.pk).update(commenters_counted_at=None)
    advance_proposals()
    uncalled.refresh_from_db()
    assert days(2.9) < uncalled.voting_opens < days(3.1), "time to look at the roll"


def test_flood_and_small_talk_call_nothing(
    uncalled: Proposal, newcomer: Member, manager: Member
) -> None:
    one, suspended, hidden, brief, twice, quoting = make_active(fill_roll(6))
    for number in range(5):
        say([one], uncalled.topic, f"{WORDS} {number}")
    say([suspended, hidden, newcomer], uncalled.topic)
    say([brief], uncalled.topic, "I agree with all of this, wholly.")
    say([twice], uncalled.topic, "yes " * 40)
    say([quoting], uncalled.topic, f"> {WORDS}\n\nThis.")
    Member.objects.filter(pk=suspended.pk).update(suspended_until=days(5))
    Post.objects.filter(author=hidden).update(state="hidden")

    assert count_commenters(uncalled) == 1


def test_scripts_without_spaces_have_something_to_say(uncalled: Proposal) -> None:
    (voice,) = fill_roll(1)
    say(
        [voice],
        uncalled.topic,
        "私は、良い回答の半分が部品の名前を挙げているので、店へのリンクを許可するべきだと思います。これは皆の役に立ちます。",
    )

    assert count_commenters(uncalled) == 1


def test_share_of_the_active_is_enough_where_it_is_fewer(uncalled: Proposal) -> None:
    voices = make_active(fill_roll(10))
    Proposal.objects.update(threshold=7000, threshold_percent_of_active=15)
    say(voices[:2], uncalled.topic)

    advance_proposals()

    uncalled.refresh_from_db()
    assert (uncalled.commenters, uncalled.commenters_needed) == (2, 2)
    assert uncalled.called_at is not None


def test_page_shows_how_far_the_voices_are(client: Client, uncalled: Proposal) -> None:
    say(make_active(fill_roll(5))[:2], uncalled.topic)
    advance_proposals()

    page = client.get(uncalled.get_absolute_url()).content.decode()

    assert "2 of 3 members" in page


def test_calling_by_page(client: Client, uncalled: Proposal, manager: Member) -> None:
    client.force_login(manager)
    address = reverse("governance:call", args=[uncalled.pk])
    assert client.get(address).status_code == 200
    early = {"voting_opens": days(1).strftime("%Y-%m-%dT%H:%M")}
    assert client.post(address, early).status_code == 422

    page = client.post(address, follow=True).content.decode()

    assert "the vote opens on" in page
