"""Where the lists are: every choice is an address that can be shared, and every link to one is plain."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse

from core.compiled import comparable
from forums.lists.kinds import KINDS, LATEST, LISTS, PERIODS, STATES, TOP, TopicList

DEFAULT_PERIOD = "week"


class Link(NamedTuple):
    address: str
    words: Any
    is_here: bool


@lru_cache(maxsize=64)
def _path(key: str, period: str) -> str:
    if key == TOP.key and period and period != DEFAULT_PERIOD:
        return reverse("forums:top_of", args=[period])
    return reverse(f"forums:{key}")


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses round one list. `base`: the path of a board, a space or a tag; nothing where all topics are meant."""

    topic_list: TopicList
    period: str = ""
    base: str = ""
    chosen: dict[str, str] = field(default_factory=dict)
    """What narrows the list: kind, state, and space, board or tag where the path does not say it."""

    @property
    def kept_key(self) -> tuple[Any, ...]:
        """All of it (see core.compiled.kept)."""
        return (self.topic_list.key, self.period, self.base, comparable(self.chosen.items()))

    def to(
        self, topic_list: TopicList | None = None, *, period: str | None = None, **changes: str
    ) -> str:
        key = (topic_list or self.topic_list).key
        period = self.period if period is None else period
        asked = {name: value for name, value in {**self.chosen, **changes}.items() if value}
        if not self.base:
            path = _path(key, period if key == TOP.key else "")
        else:
            path = self.base
            if key != LATEST.key:
                asked = {"list": key, **asked}
            if key == TOP.key and period and period != DEFAULT_PERIOD:
                asked["period"] = period
        return f"{path}?{urlencode(asked)}" if asked else path

    def to_latest(self) -> str:
        return self.to(LATEST)

    def lists(self, *, is_member: bool) -> list[Link]:
        return [
            Link(self.to(each), each.name, each is self.topic_list)
            for each in LISTS.values()
            if is_member or not each.is_own
        ]

    def periods(self) -> list[Link]:
        if self.topic_list is not TOP:
            return []
        return [
            Link(self.to(period=key), name, key == self.period) for key, name in PERIODS.items()
        ]

    def kinds(self) -> list[Link]:
        here = self.chosen.get("kind", "")
        return [
            Link(self.to(kind="" if key == here else key), name, key == here)
            for key, name in KINDS.items()
        ]

    def states(self) -> list[Link]:
        here = self.chosen.get("state", "")
        return [
            Link(self.to(state="" if key == here else key), name, key == here)
            for key, (name, _narrow) in STATES.items()
        ]

    def active(self) -> list[Link]:
        """What narrows the list now, each with the address without it."""
        found = [each for each in (*self.kinds(), *self.states()) if each.is_here]
        for name in ("space", "board", "tag"):
            if value := self.chosen.get(name):
                without: Any = {name: ""}
                found.append(Link(self.to(**without), value, True))
        return found

    def page(self, token: str | None) -> str:
        return self.to(after=token) if token else ""
