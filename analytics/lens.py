"""What figures are looked at through: a period, and what it is narrowed to. It is read from the address, so a view is a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from analytics.models.intent import SupportIntentQuerySet
from analytics.periods import Period, read_period
from forums.models import Topic
from support.models import Case, Product

Rows = TypeVar("Rows", bound=QuerySet)


@dataclass(frozen=True, slots=True)
class Lens:
    """A period and the places looked at. `spaces` are those whose figures the reader may have; None: all of them.

    `space`, `board` and `product` narrow further and are primary keys; None: not narrowed.
    """

    period: Period
    spaces: frozenset[int] | None = None
    space: int | None = None
    board: int | None = None
    product: int | None = None

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
        )

    def over(self, period: Period) -> Lens:
        """The same places in another period."""
        return replace(self, period=period)

    def before(self) -> Lens:
        return self.over(self.period.before())

    def narrow(self, rows: Rows, *, space: str, board: str, product: Q) -> Rows:
        """Leave only rows of these places; `space` and `board` name the rows' columns, `product` is their condition."""
        if self.spaces is not None:
            rows = rows.filter(**{f"{space}__in": self.spaces})
        if self.space is not None:
            rows = rows.filter(**{space: self.space})
        if self.board is not None:
            rows = rows.filter(**{board: self.board})
        return rows if self.product is None else rows.filter(product)

    def of_topics(self, topics: QuerySet[Topic]) -> QuerySet[Topic]:
        """Conversations of these places; about a product are those with one of its tags, or in its space."""
        about = Q(pk__in=Topic.objects.filter(tags__products=self.product).values("pk"))
        about |= Q(space__in=Product.objects.filter(pk=self.product or 0).values("space"))
        return self.narrow(topics, space="space", board="board", product=about)

    def of_intents(self, intents: SupportIntentQuerySet) -> SupportIntentQuerySet:
        return self.narrow(intents, space="space", board="board", product=Q(product=self.product))

    def of_cases(self, cases: QuerySet[Case]) -> QuerySet[Case]:
        """Cases of these places, which are those of the conversation they came from."""
        about = Q(product=self.product)
        return self.narrow(cases, space="topic__space", board="topic__board", product=about)

    @property
    def query(self) -> str:
        """As it stands in an address; what the reader may see is not part of it."""
        return f"{self.period.query}{self.narrowing}"

    @property
    def narrowing(self) -> str:
        chosen = {name: getattr(self, name) for name in ("space", "board", "product")}
        found = urlencode({name: pk for name, pk in chosen.items() if pk is not None})
        return f"&{found}" if found else ""


def read_lens(query: Mapping[str, str], spaces: frozenset[int] | None = None) -> Lens:
    """Out of an address; what is no number narrows nothing."""
    return Lens(
        read_period(query),
        spaces,
        **{name: _key(query.get(name, "")) for name in ("space", "board", "product")},
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
