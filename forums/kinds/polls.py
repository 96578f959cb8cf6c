"""A poll as one person sees it. What it does not show them is not in what is handed to the page."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count

from accounts.models import Viewer
from core.rules import Verdict
from forums.kinds import rules
from forums.kinds.clock import is_open_now
from forums.kinds.counting import Runoff, instant_runoff
from forums.models import Poll, PollBallot, Topic


@dataclass(slots=True)
class OptionView:
    pk: int
    text: str
    is_mine: bool
    rank: int | None
    """My order of preference, from 1."""
    count: int | None = None
    percent: int | None = None


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round of the count, in words and numbers."""

    number: int
    counts: list[tuple[str, int]]
    exhausted: int
    out: list[str]


@dataclass(slots=True)
class PollView:
    poll: Poll
    is_open: bool
    options: list[OptionView]
    may_vote: Verdict
    may_close: Verdict
    has_voted: bool
    shows_results: bool
    turnout: int | None
    """How many voted; None where that is not told."""
    rounds: list[RoundView] = field(default_factory=list)
    winners: list[str] = field(default_factory=list)

    @property
    def lists_voters(self) -> bool:
        return self.shows_results and not self.poll.is_secret

    @property
    def ranks(self) -> range:
        return range(1, len(self.options) + 1)


def poll_view(viewer: Viewer, topic: Topic, *, sees_own: bool = True) -> PollView | None:
    """Three queries, and one more for the rounds of a ranked poll. `sees_own`: not for who acts as a member."""
    polls = Poll.objects.annotate(open_now=is_open_now()).prefetch_related("options")
    poll = polls.filter(topic=topic).first()
    if poll is None:
        return None
    poll.topic = topic
    is_open = bool(poll.open_now)  # type: ignore[attr-defined]
    mine = _own_choices(viewer, poll) if sees_own or not poll.is_secret else []
    shows = shows_results(poll, is_open=is_open, has_voted=bool(mine))
    view = PollView(
        poll=poll,
        is_open=is_open,
        options=[
            OptionView(
                each.pk, each.text, each.pk in mine, mine.index(each.pk) + 1 if each.pk in mine else None,
            )
            for each in poll.options.all()
        ],
        may_vote=rules.may_vote_in_poll(viewer, poll, is_open=is_open),
        may_close=rules.may_close_poll(viewer, poll, is_open=is_open),
        has_voted=bool(mine),
        shows_results=shows,
        turnout=poll.ballot_count if tells_turnout(poll, is_open=is_open) else None,
    )  # fmt: skip
    if shows:
        _add_results(view)
    return view


def shows_results(poll: Poll, *, is_open: bool, has_voted: bool) -> bool:
    if not is_open or poll.shown == Poll.Shown.ALWAYS:
        return True
    return poll.shown == Poll.Shown.VOTED and has_voted


def tells_turnout(poll: Poll, *, is_open: bool) -> bool:
    """A poll that shows nothing until it is closed does not tell how many voted either."""
    return not is_open or poll.shown != Poll.Shown.CLOSED


def _own_choices(viewer: Viewer, poll: Poll) -> list[int]:
    if not viewer.is_authenticated:
        return []
    held = PollBallot.objects.filter(poll=poll, member=viewer.pk)
    return held.values_list("choices", flat=True).first() or []


def _add_results(view: PollView) -> None:
    poll, total = view.poll, view.poll.ballot_count
    counts = {each.pk: each.count for each in poll.options.all()}
    for option in view.options:
        option.count = counts[option.pk]
        option.percent = round(100 * option.count / total) if total else 0
    best = max(counts.values(), default=0)
    names = {option.pk: option.text for option in view.options}
    if poll.method == Poll.Method.RANKED:
        runoff = counted(poll.pk, poll.version, tuple(names))
        view.winners = [names[each] for each in runoff.winners]
        view.rounds = [
            RoundView(
                number,
                [(names[pk], count) for pk, count in each.counts.items()],
                each.exhausted,
                [names[pk] for pk in each.out],
            )
            for number, each in enumerate(runoff.rounds, start=1)
        ]
    elif best:
        view.winners = [names[pk] for pk, count in counts.items() if count == best]


@lru_cache(maxsize=256)
def counted(poll_id: int, version: int, options: tuple[int, ...]) -> Runoff:
    """The rounds of a ranked poll, counted once for each state of its ballots (`version`)."""
    ballots = PollBallot.objects.filter(poll=poll_id).order_by()
    rankings = ballots.values_list("choices").annotate(number=Count("pk"))
    return instant_runoff({tuple(choices): number for choices, number in rankings}, options)
