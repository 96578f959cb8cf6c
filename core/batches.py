"""What many pages leave, and nobody waits for: gathered in the process, written out about once a second."""

import atexit
import logging
import threading
from collections import Counter
from collections.abc import Callable
from typing import Generic, TypeVar

import redis

from core.valkey import valkey

log = logging.getLogger(__name__)

Item = TypeVar("Item")
SECONDS = 1.0
MOST_ITEMS = 50_000


class Batch(Generic[Item]):
    """`leave(item)` costs nothing; `write(items)` is called from a thread. What a crash takes along is lost."""

    def __init__(self, write: Callable[[list[Item]], None]) -> None:
        self._write = write
        self._items: list[Item] = []
        self._is_due = False
        atexit.register(self.write_out)

    def leave(self, item: Item) -> None:
        if len(self._items) < MOST_ITEMS:
            self._items.append(item)
        if not self._is_due:
            self._is_due = True
            timer = threading.Timer(SECONDS, self.write_out)
            timer.daemon = True
            timer.start()

    def write_out(self) -> None:
        self._is_due = False
        items, self._items = self._items, []
        if not items:
            return
        try:
            self._write(items)
        except (redis.RedisError, OSError) as error:
            log.warning("Valkey is away, %s reads are not counted: %s", len(items), error)


def add_up(key: str) -> Callable[[list[str]], None]:
    """A `write` that adds how often each item was left to the hash `key` in Valkey."""

    def write(items: list[str]) -> None:
        pipe = valkey().pipeline(transaction=False)
        for item, number in Counter(items).items():
            pipe.hincrby(key, item, number)
        pipe.execute()

    return write


_TAKE = "local all = redis.call('HGETALL', KEYS[1]) redis.call('DEL', KEYS[1]) return all"


def take_all(key: str) -> dict[str, int]:
    """What was added up, taken away in one step: nobody else gets it, and whoever fails with it has lost it."""
    found = valkey().eval(_TAKE, 1, key)
    fields = iter(found)
    return {field.decode(): int(number) for field, number in zip(fields, fields, strict=True)}
