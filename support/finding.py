"""What answers somebody's words: solved conversations and help articles, then questions that are still open.

One search of a bounded set, so that it is quick whatever the size of the community (`bench/answers.py`).
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from accounts.models import Viewer
from search import engine
from support.models import Product

MOST_ANSWERS = 4
MOST_QUESTIONS = 2
MOST_WORDS = 8
MOST_TAGS = 10
PREFERRED = 2.0
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


def answers_for(text: str, viewer: Viewer, product: Product | None = None) -> list[Found]:
    """What this person may read that resembles the text: answers first, each kind best first.

    With a product, what is about it comes first where it fits nearly as well; enough of that, and nothing else is offered.
    """
    words = telling(text)
    about = _about(words, viewer, product) if product else []
    found = [_found(each) for each in about]
    if sum(each.is_answer for each in found) >= MOST_ANSWERS:
        return _offered(found)
    alike = _similar(words, viewer, _FILTERS, enough=_ENOUGH)
    found = [_found(each) for each in _preferring(about, alike)]
    if not any(each.is_answer for each in found) and len(alike) == _LOOKED_AT:
        # open questions alone: there may be answers behind
        found += [_found(each) for each in _similar(words, viewer, _ANSWERS, limit=5)]
    return _offered(found)


def _offered(found: list[Found]) -> list[Found]:
    answers = [each for each in found if each.is_answer]
    questions = [each for each in found if not each.is_answer]
    return answers[:MOST_ANSWERS] + questions[:MOST_QUESTIONS]


def _about(words: str, viewer: Viewer, product: Product) -> list[engine.Found]:
    """What carries one of the product's tags or stands in its space; of a product that has neither, nothing."""
    tags = tuple(product.tags.order_by("name").values_list("name", flat=True)[:MOST_TAGS])
    if not tags and product.space_id is None:
        return []
    narrow = replace(_FILTERS, about_tags=tags, about_space_id=product.space_id)
    return _similar(words, viewer, narrow, enough=0)


def _similar(
    words: str, viewer: Viewer, filters: engine.Filters, *, limit: int = _LOOKED_AT, enough: int | None = None
) -> list[engine.Found]:  # fmt: skip
    """What is shown of an offer is read anew (support/offers.py): no snippets here."""
    return engine.similar(
        words, viewer=viewer, filters=filters, limit=limit, enough=enough, is_marked=False
    )


def _preferring(about: list[engine.Found], alike: list[engine.Found]) -> list[engine.Found]:
    """Both lists in one: what is about the product weighs PREFERRED times as much."""
    weighed = {(each.kind, each.object_id): (each.weight, each) for each in alike}
    weighed |= {(each.kind, each.object_id): (each.weight * PREFERRED, each) for each in about}
    ranked = sorted(weighed.values(), key=lambda pair: pair[0], reverse=True)
    worth = ranked[0][0] * engine.WORTH_OFFERING if ranked else 0
    return [each for weight, each in ranked if weight >= worth]


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
