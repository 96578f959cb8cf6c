"""Deals the questions of the half year out to customers and days, and decides who answers when. No database here."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from community.demo import halfyear as story
from community.demo.conversations import Conversation, Reply
from community.demo.halfyear.bank import Question, questions
from community.demo.halfyear.customers import CUSTOMERS
from community.demo.halfyear.letters import DIPPER

HELPERS = {
    story.SPACE: ("mara", "mara", "callum", "callum", "hassan", "ruth", "marek", "piotr", "nadia"),
    story.OTHER_SPACE: ("jun", "jun", "jun", "wei", "agnieszka", "yuki", "amelie"),
}
EVANGELIST_ANSWERS, NEWCOMER_ANSWERS, THANKS, MARKED = 0.62, 0.3, 0.5, 0.45
OFFERED = {key for kind in DIPPER for key in kind.answers}
FIRST_EVENING = 12
"""So many of the launch's questions come on its evening: most of them within one hour."""

SO_MANY = (("before", 4), ("after launch", 10), ("on leave", 28), ("since", 22))
WORDS_OF_THANKS = (
    "That was it. Thank you!", "Works. I owe you a cup.", "Ten minutes, and it's fixed. Thanks.",
    "I'd never have looked there.", "Did as you said, and it's quiet now.", "Perfect, thank you both.",
    "You're right, and I feel a little silly.", "Solved. I've written it on the lid.",
)  # fmt: skip
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(slots=True)
class Asker:
    """Asks in turn; whoever asked before may answer others."""

    dice: Random
    waiting: list[str] = field(default_factory=lambda: [each.handle for each in CUSTOMERS])
    known: list[str] = field(default_factory=list)

    def next(self) -> str:
        """Somebody new as long as there is anybody, as often as not."""
        if self.waiting and (len(self.known) < 8 or self.dice.random() < 0.5):
            self.known.append(self.waiting.pop(0))
            return self.known[-1]
        return self.dice.choice(self.known)


def is_away(ago: timedelta) -> bool:
    """Whether the evangelist was on leave then."""
    first, last = story.LEAVE
    return last * DAY < ago <= first * DAY


def deal(dice: Random) -> list[Conversation]:
    """All of them, oldest first, so that nobody answers before they came."""
    asker = Asker(dice)
    slots = sorted(_slots(dice), key=lambda slot: -slot[0])
    return [_conversation(dice, asker, ago, space, each) for ago, space, each in slots]


def _slots(dice: Random) -> Iterator[tuple[timedelta, str, Question]]:
    """When each question is asked, and where."""
    for place, each in enumerate(questions("launch")):
        yield _launch_moment(dice, place), story.SPACE, each
    for each in questions("filter"):
        yield _moment(dice, 2, 125), story.OTHER_SPACE, each
    spans = {
        "before": (story.LAUNCH + 4, 145),
        "after launch": (story.LEAVE[0] + 1, story.LAUNCH - story.LAUNCH_LASTS),
        "on leave": (story.LEAVE[1] + 1, story.LEAVE[0]),
        "since": (1, story.LEAVE[1]),
    }
    ordinary = list(questions("home"))
    dice.shuffle(ordinary)
    rest = [*ordinary[SO_MANY[0][1] :], *questions("later")]
    dice.shuffle(rest)
    dealt = iter([*ordinary[: SO_MANY[0][1]], *rest])
    for name, number in SO_MANY:
        for _ in range(number):
            yield _moment(dice, *spans[name]), story.SPACE, next(dealt)


def _launch_moment(dice: Random, place: int) -> timedelta:
    """The first on the evening of the launch, from six o'clock on; the others in the two weeks that follow."""
    if place < FIRST_EVENING:
        hours = dice.uniform(18, 19) if place < 8 else dice.uniform(19, 22)
        return story.LAUNCH * DAY - hours * HOUR
    return _moment(dice, story.LAUNCH - story.LAUNCH_LASTS, story.LAUNCH - 1, near=story.LAUNCH - 1)


def _moment(dice: Random, last: float, first: float, near: float | None = None) -> timedelta:
    """On a day between the two, when people are awake."""
    day = dice.uniform(last, first) if near is None else dice.triangular(last, first, near)
    return int(day) * DAY - dice.triangular(6.5, 23, 19) * HOUR


def _conversation(
    dice: Random, asker: Asker, ago: timedelta, space: str, each: Question
) -> Conversation:
    by = asker.next()
    return Conversation(
        space=space,
        board=each.board,
        kind="question",
        by=by,
        ago=ago,
        title=each.title,
        text=each.text,
        likes=dice.choice((0, 0, 1, 1, 2, 3)),
        key=each.key,
        tags=each.tags,
        replies=tuple(_replies(dice, asker, by, ago, space, each)),
    )


def _replies(
    dice: Random, asker: Asker, by: str, asked: timedelta, space: str, each: Question
) -> Iterator[Reply]:
    """As far as the half year has them: what would come after its end was not written yet."""
    ago = asked
    is_marked = each.key in OFFERED or dice.random() < MARKED
    for line in each.replies:
        helper, delay = _who_and_when(dice, asker, by, asked, space)
        ago -= delay if not line.is_askers else dice.uniform(1, 11) * HOUR
        if ago <= timedelta(0):
            return
        yield Reply(
            by=by if line.is_askers else helper, ago=ago, text=line.text, solves=line.solves and is_marked,
            likes=dice.choice((0, 1, 2, 4)) if line.solves else 0,
        )  # fmt: skip
    if each.is_solved and is_marked and not each.replies[-1].is_askers and dice.random() < THANKS:
        ago -= dice.uniform(0.4, 9) * HOUR
        if ago > timedelta(0):
            yield Reply(by=by, ago=ago, text=dice.choice(WORDS_OF_THANKS))


def _who_and_when(
    dice: Random, asker: Asker, by: str, asked: timedelta, space: str
) -> tuple[str, timedelta]:
    """The evangelist answers most, and soon; without her the others come when they come."""
    others = [handle for handle in asker.known if handle != by]
    if others and dice.random() < NEWCOMER_ANSWERS:
        helper = dice.choice(others)
    else:
        helper = dice.choice(HELPERS[space])
    if space == story.SPACE and is_away(asked):
        return helper, dice.triangular(7, 96, 22) * HOUR
    if space == story.SPACE and dice.random() < EVANGELIST_ANSWERS:
        return story.EVANGELIST, dice.uniform(15, 150) * MINUTE
    return helper, dice.triangular(0.8, 14, 3) * HOUR
