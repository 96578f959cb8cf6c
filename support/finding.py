"""What answers somebody's words: solved conversations and help articles, then questions that are still open.

Two searches of a bounded set each, so that it is quick whatever the size of the community (`bench/answers.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Viewer
from search import engine

MOST_ANSWERS = 4
MOST_QUESTIONS = 2
_ANSWERS = engine.Filters(kinds=("topic", "article"), any_state=("solved", "help"))
_QUESTIONS = engine.Filters(kinds=("topic",), states=("unsolved",))


class Kind(StrEnum):
    SOLVED = "solved"
    ARTICLE = "article"
    QUESTION = "question"


@dataclass(frozen=True, slots=True)
class Found:
    """One thing to offer: `object_id` is an article's for ARTICLE, else a topic's."""

    kind: Kind
    object_id: int
    title: str
    url: str

    @property
    def is_answer(self) -> bool:
        return self.kind != Kind.QUESTION


def answers_for(text: str, viewer: Viewer) -> list[Found]:
    """What this person may read that resembles the text: answers first, best first."""
    answers = engine.similar(text, viewer=viewer, filters=_ANSWERS, limit=MOST_ANSWERS)
    questions = engine.similar(text, viewer=viewer, filters=_QUESTIONS, limit=MOST_QUESTIONS)
    found = [
        _found(Kind.ARTICLE if each.kind == "article" else Kind.SOLVED, each) for each in answers
    ]
    return found + [_found(Kind.QUESTION, each) for each in questions]


def _found(kind: Kind, each: engine.Found) -> Found:
    return Found(kind=kind, object_id=each.object_id, title=each.title, url=each.url)
