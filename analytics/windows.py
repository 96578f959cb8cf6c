"""Which acts of a person belong to one wish for help, and what became of it. Pure: no database here."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from analytics.models import Grade, IntentEvidence

Kind = IntentEvidence.Kind
NEEDS = (Kind.QUESTION_ASKED, Kind.CONTACT_STARTED)
SOLVES = (Kind.SOLUTION_ACCEPTED, Kind.ENQUIRY_SOLVED)


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
    if Kind.SOLVED_TOPIC_READ in kinds:
        return Grade.POTENTIAL
    return Grade.NONE


SAYS_MOST = (
    Kind.SOLUTION_ACCEPTED,
    Kind.ENQUIRY_SOLVED,
    Kind.ANSWER_OPENED,
    Kind.SOLVED_TOPIC_READ,
    Kind.QUESTION_ASKED,
    Kind.CASE_OPENED,
)
"""Whose conversation an intent is filed under, the first kind there is: what solved it, what was read, what was asked."""


def decided_by(clues: Sequence[T], topic_of: Callable[[T], int | None]) -> int | None:
    """The conversation that decided an intent: of the kind that says most, the last one; None if there was none."""
    for kind in SAYS_MOST:
        for clue in sorted(clues, key=lambda each: each.at, reverse=True):
            if clue.kind == kind and (topic := topic_of(clue)):
                return topic
    return None


def _ended_well(clues: Sequence[Clue]) -> bool:
    """Whether the last thing they did about their need was to say that it is solved."""
    solved = [clue.at for clue in clues if clue.kind in SOLVES]
    needed = [clue.at for clue in clues if clue.kind in NEEDS]
    return bool(solved) and (not needed or max(solved) >= max(needed))
