"""What is asked several times while one page is made is read once: kept counts, assumptions, the same split again."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

Answer = TypeVar("Answer")
_held: ContextVar[dict[Hashable, Any] | None] = ContextVar("held", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """While it lasts, `once` remembers. For pages that only read: what is written meanwhile is not seen."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def once(key: Hashable, read: Callable[[], Answer]) -> Answer:
    """Read now, or what was read under this key before; outside of a reading always now."""
    held = _held.get()
    if held is None:
        return read()
    if key not in held:
        held[key] = read()
    return cast(Answer, held[key])
