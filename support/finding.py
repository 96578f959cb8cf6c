"""What answers somebody's words: solved conversations and help articles, then questions that are still open.

One search of a bounded set, so that it is quick whatever the size of the community (`bench/answers.py`).
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from accounts.models import Viewer
from search import engine

MOST_ANSWERS = 4
MOST_QUESTIONS = 2
MOST_WORDS = 8
_LOOKED_AT = 16
_ENOUGH = 3
_FILTERS = engine.Filters(kinds=("topic", "article"), any_state=("solved", "help", "unsolved"))
_ANSWERS = engine.Filters(kinds=("topic", "article"), any_state=("solved", "help"))
_WORD = re.compile(r"[^\W_]+")


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
    """What this person may read that resembles the text: answers first, each kind best first."""
    words = telling(text)
    alike = engine.similar(words, viewer=viewer, filters=_FILTERS, limit=_LOOKED_AT, enough=_ENOUGH)
    found = [_found(each) for each in alike]
    answers = [each for each in found if each.is_answer]
    if (
        not answers and len(alike) == _LOOKED_AT
    ):  # open questions alone: there may be answers behind
        found += [_found(each) for each in engine.similar(words, viewer=viewer, filters=_ANSWERS)]
        answers = [each for each in found if each.is_answer]
    questions = [each for each in found if not each.is_answer]
    return answers[:MOST_ANSWERS] + questions[:MOST_QUESTIONS]


def telling(text: str) -> str:
    """The words that say most: the longest few, in their order. Short ones stand in nearly everything."""
    words = list(dict.fromkeys(_WORD.findall(text.lower())))
    longest = sorted(words, key=lambda word: (any(map(str.isdigit, word)), len(word)), reverse=True)
    kept = set(longest[:MOST_WORDS])
    return " ".join(word for word in words if word in kept)


def _found(each: engine.Found) -> Found:
    if each.kind == "article":
        kind = Kind.ARTICLE
    else:
        kind = Kind.SOLVED if each.is_solved else Kind.QUESTION
    return Found(kind=kind, object_id=each.object_id, title=each.title, url=each.url)
