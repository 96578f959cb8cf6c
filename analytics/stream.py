"""The stream of touches in Valkey, between the pages (which must not wait) and the table (which is written in batches).

Nothing acknowledged lives here: if Valkey is away or loses the stream, the touches of that time are not
counted, and that is all. An entry names its consent and nobody else.
"""

import logging
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import redis

from core.batches import Batch
from core.valkey import valkey

log = logging.getLogger(__name__)

STREAM = "touches"
COUNTS = "page-counts"
LONGEST = 500_000
TIMEOUT_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Note:
    """What a page leaves in the stream about a consenting reader."""

    consent: int
    kind: str
    at: str
    topic: int | str = ""
    article: str = ""
    via: str = "inside"
    source: str = ""
    missed: str = ""
    """What was searched for, where nothing was found."""


def leave(note: Note | None, kind: str) -> bool:
    """Count a page of this kind, and note who read it where they agreed; False when Valkey is away."""
    field = f"{datetime.now(UTC):%Y-%m-%d}/{kind}/{int(note is not None)}"
    try:
        pipe = valkey(TIMEOUT_SECONDS).pipeline(transaction=False)
        pipe.hincrby(COUNTS, field, 1)
        if note is not None:
            pipe.xadd(STREAM, asdict(note), maxlen=LONGEST, approximate=True)  # type: ignore[arg-type]
        pipe.execute()
    except (redis.RedisError, OSError) as error:
        log.warning("Valkey is away, pages are not counted meanwhile: %s", error)
        return False
    return True


def gather(note: Note | None, kind: str) -> None:
    """As `leave`, for pages that wait for nothing at all: left together with others within a second."""
    _gathered.leave((note, f"{datetime.now(UTC):%Y-%m-%d}/{kind}/{int(note is not None)}"))


def _leave_all(left: list[tuple[Note | None, str]]) -> None:
    pipe = valkey(TIMEOUT_SECONDS).pipeline(transaction=False)
    for field, number in Counter(field for _note, field in left).items():
        pipe.hincrby(COUNTS, field, number)
    for note, _field in left:
        if note is not None:
            pipe.xadd(STREAM, asdict(note), maxlen=LONGEST, approximate=True)  # type: ignore[arg-type]
    pipe.execute()


_gathered: Batch[tuple[Note | None, str]] = Batch(_leave_all)


def read(most: int) -> list[tuple[str, dict[str, str]]]:
    """The oldest entries with their ids; they stay until `drop`."""
    found = valkey(TIMEOUT_SECONDS).xrange(STREAM, count=most)
    return [
        (
            key.decode(),
            {name.decode(): value.decode("utf-8", "replace") for name, value in entry.items()},
        )
        for key, entry in found  # type: ignore[union-attr]
    ]


def drop(ids: list[str]) -> None:
    if ids:
        valkey(TIMEOUT_SECONDS).xdel(STREAM, *ids)


def counts() -> dict[str, int]:
    """Pages counted since they were last taken: "day/kind/consented" and a number."""
    return {
        key.decode(): int(value) for key, value in valkey(TIMEOUT_SECONDS).hgetall(COUNTS).items()
    }  # type: ignore[union-attr]


def take(counted: dict[str, int]) -> None:
    """Subtract what was written down; what came in between stays."""
    pipe = valkey(TIMEOUT_SECONDS).pipeline(transaction=True)
    for field, number in counted.items():
        pipe.hincrby(COUNTS, field, -number)
    pipe.execute()
    if empty := [field for field, number in counts().items() if number == 0]:
        valkey(TIMEOUT_SECONDS).hdel(COUNTS, *empty)
