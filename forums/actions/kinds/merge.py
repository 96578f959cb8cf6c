"""Two accounts are one: their votes, ballots and me-toos count once."""

from dataclasses import dataclass

from accounts.administration.merging import Columns
from accounts.events import MembersMerged
from forums.actions.kinds.idea import count_votes
from forums.actions.kinds.me_too import count_me_too
from forums.actions.kinds.recount import recount_poll
from forums.actions.locking import lock_topics
from forums.models import (
    Duplicate,
    IdeaVote,
    MeToo,
    NoiseSpending,
    Poll,
    PollBallot,
    StatusChange,
    Topic,
    VoteCarrying,
)

HANDED: Columns = {
    MeToo: ("member",),
    Duplicate: ("marked_by", "lifted_by"),
    VoteCarrying: ("carried_by", "undone_by"),
    IdeaVote: ("member",),
    StatusChange: ("changed_by",),
    NoiseSpending: ("spent_by",),
    Poll: ("opened_by", "closed_by"),
    PollBallot: ("member",),
}


@dataclass(frozen=True, slots=True)
class Touched:
    """Topics whose figures are to be counted anew."""

    asked_too: list[int]
    voted: list[int]
    polled: list[int]


def touched_by(event: MembersMerged) -> Touched:
    """Before the rows are handed over. Me-toos of one's own questions end: one person asked."""
    both = (event.from_id, event.to_id)
    own = MeToo.objects.filter(member__in=both, topic__author__in=both)
    asked = set(own.values_list("topic", flat=True))
    own.delete()
    gone = event.from_id
    asked |= set(MeToo.objects.filter(member=gone).values_list("topic", flat=True))
    return Touched(
        asked_too=sorted(asked),
        voted=sorted(IdeaVote.objects.filter(member=gone).values_list("topic", flat=True)),
        polled=sorted(PollBallot.objects.filter(member=gone).values_list("poll", flat=True)),
    )


def settle_after(touched: Touched) -> None:
    for topic in _each(touched.asked_too):
        count_me_too(topic)
    for topic in _each(touched.voted):
        count_votes(topic)
    for poll in Poll.objects.select_for_update(no_key=True).filter(pk__in=touched.polled):
        recount_poll(poll)


def _each(topic_ids: list[int]) -> list[Topic]:
    return lock_topics(*topic_ids) if topic_ids else []
