"""Which acts of a person belong to one wish for help, and what became of it. Pure: no database here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

from analytics.models import Grade, IntentEvidence

Kind = IntentEvidence.Kind
NEEDS = (Kind.QUESTION_ASKED, Kind.CONTACT_STARTED)
SOLVES = (Kind.SOLUTION_ACCEPTED, Kind.ENQUIRY_SOLVED, Kind.SURVEY_YES)
UNSOLVED = (*NEEDS, Kind.SURVEY_NO)
"""After one of these the last word is not that it is solved."""
READS = (Kind.SOLVED_TOPIC_READ, Kind.HELP_ARTICLE_READ)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Clue(Protocol):
    """What is needed of a piece of evidence."""

    kind: str
    at: datetime
    subject: str


T = TypeVar("T", bound=Clue)


def into_windows(clues: Iterable[T], window: timedelta) -> list[list[T]]:
    """Lay evidence into windows: the first act opens one, those within `window` after it join.

    A solution joins the window in which its own question (or enquiry) was put, however late it comes: an answer
    accepted after a week still answers that question. The result does not depend on the order of the input.
    """
    windows: list[list[T]] = []
    home: dict[str, list[T]] = {}
    for clue in sorted(clues, key=lambda each: (each.at, each.kind, each.subject)):
        if clue.kind in SOLVES and clue.subject in home:
            home[clue.subject].append(clue)
            continue
        if not windows or clue.at >= windows[-1][0].at + window:
            windows.append([])
        windows[-1].append(clue)
        if clue.kind in NEEDS:
            home.setdefault(clue.subject, windows[-1])
    return windows


def grade_of(clues: Sequence[Clue]) -> Grade:
    """The strongest grade that holds (docs/metrics.md): a case fails it whatever else was read."""
    kinds = {clue.kind for clue in clues}
    if Kind.CASE_OPENED in kinds:
        return Grade.FAILED
    if _ended_well(clues):
        return Grade.CONFIRMED
    if {Kind.CONTACT_STARTED, Kind.ANSWER_OPENED} <= kinds:
        return Grade.IMPLICIT
    if _last(clues, READS) > _last(clues, (Kind.SURVEY_NO,)):
        return Grade.POTENTIAL
    return Grade.NONE


SAYS_MOST: tuple[tuple[str, ...], ...] = (
    (Kind.SOLUTION_ACCEPTED,),
    (Kind.ENQUIRY_SOLVED,),
    (Kind.SURVEY_YES,),
    (Kind.ANSWER_OPENED,),
    READS,
    (Kind.SURVEY_NO,),
    (Kind.QUESTION_ASKED,),
    (Kind.CASE_OPENED,),
)
"""Under what an intent is filed, the first kind there is: what solved it, what was read, what was asked."""


def decided_by(clues: Sequence[T], names_content: Callable[[T], bool]) -> T | None:
    """The clue that decided an intent, of those that name a conversation or an article: of the kind that says most,
    the last one; None if there was none."""
    latest = sorted(clues, key=lambda each: each.at, reverse=True)
    for kinds in SAYS_MOST:
        for clue in latest:
            if clue.kind in kinds and names_content(clue):
                return clue
    return None


def _ended_well(clues: Sequence[Clue]) -> bool:
    """Whether the last thing they did about their need was to say that it is solved."""
    solved = [clue.at for clue in clues if clue.kind in SOLVES]
    return bool(solved) and max(solved) >= _last(clues, UNSOLVED)


def _last(clues: Sequence[Clue], kinds: tuple[str, ...]) -> datetime:
    """When the last clue of these kinds was; long ago when there is none."""
    return max((clue.at for clue in clues if clue.kind in kinds), default=LONG_AGO)
