"""What few people change and every request asks for: read at most once in two seconds a process, so that no page pays for it."""

import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import models

Value = TypeVar("Value")
FRESH_SECONDS = 2.0
_all: list["Remembered"] = []
_generation = 0
_reading = 0


class Remembered(Generic[Value]):
    """`remembered()` is the value; whoever changes it calls `forget`, and every other process knows within two seconds."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._known: tuple[float, Value] | None = None
        _all.append(self)

    def __call__(self) -> Value:
        known = self._known
        if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
            global _reading
            _reading += 1
            try:
                known = self._known = (time.monotonic(), self._read())
            finally:
                _reading -= 1
        return known[1]

    def forget(self) -> None:
        self._known = None
        _new_generation()


def forget_all() -> None:
    for each in _all:
        each.forget()
    _new_generation()


def generation() -> int:
    """A number that changes whenever this process forgets something: what was made of it is stale then."""
    return _generation


def is_reading() -> bool:
    """Whether something to be remembered is being read just now."""
    return _reading > 0


def _new_generation() -> None:
    global _generation
    _generation += 1


class ForgettingQuerySet(models.QuerySet[Any]):
    """Writes through it make this process forget what it remembers of the table."""

    def forget(self) -> None:
        raise NotImplementedError

    def create(self, **kwargs: Any) -> Any:
        made = super().create(**kwargs)
        self.forget()
        return made

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        made = super().bulk_create(*args, **kwargs)
        self.forget()
        return made

    def update(self, **kwargs: Any) -> int:
        changed = super().update(**kwargs)
        self.forget()
        return changed

    def delete(self) -> tuple[int, dict[str, int]]:
        gone = super().delete()
        self.forget()
        return gone
