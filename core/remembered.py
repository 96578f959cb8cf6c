"""What few people change and every request asks for: read at most once in two seconds a process, so that no page pays for it."""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import models

from core.pagecache.versions import SITE, changed

Value = TypeVar("Value")
FRESH_SECONDS = 2.0
_all: list["Remembered"] = []
_generation = 0
_mine = threading.local()  # how many readings this very thread is in


class Remembered(Generic[Value]):
    """`remembered()` is the value; whoever changes it calls `forget`, and every other process knows within two seconds."""

    def __init__(self, read: Callable[[], Value]) -> None:
        self._read = read
        self._known: tuple[float, Value] | None = None
        self._forgotten = 0
        _all.append(self)

    def __call__(self) -> Value:
        known = self._known
        if known is None or time.monotonic() - known[0] > FRESH_SECONDS:
            before = self._forgotten
            _mine.reading = _depth() + 1
            try:
                known = (time.monotonic(), self._read())
            finally:
                _mine.reading -= 1
            if self._forgotten == before:  # else it was read before it changed
                self._known = known
        return known[1]

    def forget(self) -> None:
        """It was changed: forgotten here, and by whoever shows it to visitors (core.pagecache) within a second."""
        self.drop()
        _new_generation()
        changed(SITE)

    def drop(self) -> None:
        self._forgotten += 1
        self._known = None


def forget_all() -> None:
    """Somebody else changed something: this process reads everything anew."""
    for each in _all:
        each.drop()
    _new_generation()


def generation() -> int:
    """A number that changes whenever this process forgets something: what was made of it is stale then."""
    return _generation


def is_reading() -> bool:
    """Whether this thread is reading something to be remembered just now; what others do is not its business."""
    return _depth() > 0


def _depth() -> int:
    return int(getattr(_mine, "reading", 0))


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
