"""What is known while planting: the clock, the dice, and the rows made so far."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import DateTimeField, Model
from django.utils import timezone

from accounts.models import Member
from content.models import Article
from forums.models import Board, Post, Topic
from spaces.models import Space
from support.models import Product

SEED = 20_090_416
M = TypeVar("M", bound=Model)


@dataclass
class World:
    """`anchor` is the end of the half year; nothing planted is later."""

    anchor: datetime
    dice: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - a demo
    members: dict[str, Member] = field(default_factory=dict)
    spaces: dict[str, Space] = field(default_factory=dict)
    boards: dict[tuple[str, str], Board] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)  # by key, article topics by slug
    posts: dict[tuple[int, int], Post] = field(default_factory=dict)  # by topic id and number
    articles: dict[str, Article] = field(default_factory=dict)
    products: dict[str, Product] = field(default_factory=dict)

    pending: dict[type[Model], list] = field(default_factory=dict)
    story: "World | None" = None

    @classmethod
    def of_today(cls) -> "World":
        return cls(anchor=timezone.now().replace(hour=0, minute=0, second=0, microsecond=0))

    def told_beside(self, seed: int) -> "World":
        """The same world with dice, people and conversations of its own, so that all else comes out as it did."""
        beside = replace(
            self, dice=random.Random(SEED + seed), members=dict(self.members),  # noqa: S311 - a demo
            topics=dict(self.topics), posts=dict(self.posts),
        )  # fmt: skip
        self.story = beside
        return beside

    @property
    def half_year(self) -> "World":
        """The world of the half year's story, once it is begun."""
        if self.story is None:
            raise LookupError("plant the half year's conversations first")
        return self.story

    def when(self, ago: timedelta) -> datetime:
        return self.anchor - ago

    def soon_after(self, moment: datetime, *, within: timedelta) -> datetime:
        """Some time after the moment, not later than `within` and never after the anchor."""
        room = min(within, self.anchor - moment)
        return moment + room * (self.dice.random() ** 2)

    def add(self, row: M) -> M:
        """Keep a row until `write`, which writes all of its kind at once."""
        self.pending.setdefault(type(row), []).append(row)
        return row

    def write(self, *models: type[Model]) -> None:
        """Write the rows kept of these models, in this order, with their own dates."""
        with own_dates(*models):
            for model in models:
                model._default_manager.bulk_create(self.pending.pop(model, []), batch_size=200)

    def uuid(self) -> uuid.UUID:
        """A random id which is the same on each planting of a day."""
        return uuid.UUID(int=self.dice.getrandbits(128), version=4)


@contextmanager
def own_dates(*models: type[Model]) -> Iterator[None]:
    """Within, rows of these models keep the dates they were given where they would be stamped now."""
    stamped = [
        each
        for model in models
        for each in model._meta.local_fields
        if isinstance(each, DateTimeField) and each.auto_now_add
    ]
    for each in stamped:
        each.auto_now_add = False
    try:
        yield
    finally:
        for each in stamped:
            each.auto_now_add = True
