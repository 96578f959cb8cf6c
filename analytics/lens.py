"""What figures are looked at through: a period, and what it is narrowed to. It is read from the address, so a view is a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat

from analytics.models.intent import SupportIntentQuerySet
from analytics.models.told import ToldAnswer
from analytics.models.touch import Touch
from analytics.periods import Period, read_period
from forums.models import Topic
from support.models import Case, Product

Rows = TypeVar("Rows", bound=QuerySet)
BEFORE, YEAR = "before", "year"


@dataclass(frozen=True, slots=True)
class Lens:
    """A period and the places looked at. `spaces` are those whose figures the reader may have; None: all of them.
    `closed` are boards of these spaces that they may not read: what happens there is in none of their figures.

    `space`, `board` and `product` narrow further and are primary keys; None: not narrowed. `segment` is a question
    of the profile and an answer to it: whoever gave that answer, and agreed to its use. `compare` says which other
    period a page sets beside this one: the one just before, or the same of last year.
    """

    period: Period
    spaces: frozenset[int] | None = None
    closed: frozenset[int] = frozenset()
    space: int | None = None
    board: int | None = None
    product: int | None = None
    segment: tuple[int, str] | None = None
    compare: str = BEFORE

    @property
    def start(self) -> datetime:
        return self.period.start

    @property
    def end(self) -> datetime:
        return self.period.end

    @property
    def first(self) -> date:
        return self.period.first

    @property
    def last(self) -> date:
        return self.period.last

    @property
    def days(self) -> int:
        return self.period.days

    @property
    def is_whole(self) -> bool:
        """Whether nothing but the period narrows it."""
        return (
            self.spaces is None
            and self.space is None
            and self.board is None
            and self.product is None
            and self.segment is None
        )

    def over(self, period: Period) -> Lens:
        """The same places in another period."""
        return replace(self, period=period)

    def before(self) -> Lens:
        return self.over(self.period.before())

    def year_before(self) -> Lens:
        return self.over(self.period.year_before())

    def compared(self) -> Lens:
        """The period that is set beside this one."""
        return self.year_before() if self.compare == YEAR else self.before()

    def without(self, *names: str) -> Lens:
        """Not narrowed to these."""
        empty: dict[str, Any] = dict.fromkeys(names)
        return replace(self, **empty)

    def narrow(self, rows: Rows, *, space: str, board: str, product: Q) -> Rows:
        """Leave only rows of these places; `space` and `board` name the rows' columns, `product` is their condition."""
        if self.spaces is not None:
            rows = rows.filter(**{f"{space}__in": self.spaces})
        if self.closed:
            rows = rows.exclude(**{f"{board}__in": self.closed})
        if self.space is not None:
            rows = rows.filter(**{space: self.space})
        if self.board is not None:
            rows = rows.filter(**{board: self.board})
        return rows if self.product is None else rows.filter(product)

    def of_topics(self, topics: QuerySet[Topic]) -> QuerySet[Topic]:
        """Conversations of these places; about a product are those with one of its tags, or in its space."""
        about = Q(pk__in=Topic.objects.filter(tags__products=self.product).values("pk"))
        about |= Q(space__in=Product.objects.filter(pk=self.product or 0).values("space"))
        rows = self.narrow(topics, space="space", board="board", product=about)
        return rows if self.segment is None else rows.filter(author__in=self.answerers)

    def of_intents(self, intents: SupportIntentQuerySet) -> SupportIntentQuerySet:
        rows = self.narrow(intents, space="space", board="board", product=Q(product=self.product))
        if self.segment is None:
            return rows
        key = Concat(Value("member:"), Cast("member", CharField()), output_field=CharField())
        return rows.filter(key__in=self.answerers.annotate(key=key).values("key"))

    def of_cases(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Cases of these places, which are those of the conversation they came from."""
        about = Q(product=self.product)
        rows = self.narrow(cases, space="topic__space", board="topic__board", product=about)
        return rows if self.segment is None else rows.filter(member__in=self.answerers)

    def of_touches(self, touches: QuerySet[Touch]) -> QuerySet[Touch]:
        """Touches of what stands in these places."""
        touches = touches.annotate(place=Coalesce(F("topic__space"), F("article__space")))
        about = Q(topic__in=Topic.objects.filter(tags__products=self.product))
        about |= Q(place__in=Product.objects.filter(pk=self.product or 0).values("space"))
        rows = self.narrow(touches, space="place", board="topic__board", product=about)
        return rows if self.segment is None else rows.filter(member__in=self.answerers)

    @property
    def answerers(self) -> QuerySet[ToldAnswer, Any]:
        """The members of the segment, as far as they agreed."""
        question, answer = self.segment or (0, "")
        told = ToldAnswer.objects.consented().filter(question=question, value__iexact=answer)
        return told.values("member")

    @property
    def query(self) -> str:
        """As it stands in an address; what the reader may see is not part of it."""
        return f"{self.period.query}{self.narrowing}"

    @property
    def narrowing(self) -> str:
        chosen = {name: getattr(self, name) for name in ("space", "board", "product")}
        if self.segment:
            chosen["segment"] = f"{self.segment[0]}:{self.segment[1]}"
        if self.compare != BEFORE:
            chosen["compare"] = self.compare
        found = urlencode({name: value for name, value in chosen.items() if value is not None})
        return f"&{found}" if found else ""


def read_lens(
    query: Mapping[str, str],
    spaces: frozenset[int] | None = None,
    closed: frozenset[int] = frozenset(),
    *,
    segments: bool = True,
) -> Lens:
    """Out of an address; what is no number narrows nothing. `segments`: whether the reader may ask for one."""
    return Lens(
        read_period(query),
        spaces,
        closed,
        **{name: _key(query.get(name, "")) for name in ("space", "board", "product")},
        segment=read_segment(query.get("segment", "")) if segments else None,
        compare=YEAR if query.get("compare") == YEAR else BEFORE,
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def read_segment(text: str) -> tuple[int, str] | None:
    """ "3:barista" is the answer "barista" to question 3."""
    question, _, answer = text.partition(":")
    key = _key(question)
    return (key, answer[:200]) if key is not None and answer else None
