"""What changed, and when: one clock in Valkey, the version of each name, and the latest changes in a row.

A *name* is what pages show: "topic:7", "space:3", "member:5", "latest"; "site" is on every page. `changed`
moves the clock on and writes its reading down as the version of each name. A page is right as long as no
version of what it shows is later than the clock's reading before it was made.

Processes read the latest changes in one round trip, at most every POLL_SECONDS. When Valkey lost some of them (it
was emptied, or came back with an older state), the clock says so, and nothing that was kept before is trusted.
"""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

import redis
from django.db import transaction

from core.valkey import valkey

log = logging.getLogger(__name__)

SITE = "site"
PREFIX = "{pages}:"
CLOCK, CHANGES, VERSION = f"{PREFIX}clock", f"{PREFIX}changes", f"{PREFIX}version:"
LIFE_SECONDS = 300
"""The longest a page is kept anywhere, whatever was said of it."""
VERSION_SECONDS = 3 * LIFE_SECONDS  # longer than any page that could be older than it
MOST_CHANGES = 20_000
MOST_READ = 2_000
TRY_AGAIN_SECONDS = 0.25

# Moves the clock on and notes what changed. A clock that is new, or told to pass a reading, starts from the
# server's time, so that it is later than whatever was read off a lost one.
_CHANGE = """
local clock = redis.call('GET', KEYS[1])
if not clock or tonumber(clock) < tonumber(ARGV[1]) then
  local now = redis.call('TIME')
  local start = math.max(now[1] * 1000000 + now[2], tonumber(ARGV[1]))
  redis.call('SET', KEYS[1], string.format('%.0f', start))
end
local reading = string.format('%.0f', redis.call('INCR', KEYS[1]))
for at = 4, #ARGV do
  redis.call('SET', ARGV[3] .. ARGV[at], reading, 'EX', ARGV[2])
end
redis.call('XADD', KEYS[2], 'MAXLEN', '~', MOST, reading .. '-0', 'names', table.concat(ARGV, ' ', 4))
return reading
""".replace("MOST", str(MOST_CHANGES))


def changed(*names: str) -> None:
    """Have every page that shows one of these made anew: now, or once the running transaction commits."""
    if names:
        transaction.on_commit(partial(tell, names))


def tell(names: Iterable[str], *, after: int = 0) -> None:
    """Note the change in Valkey; if it is away, a thread of this process goes on trying until it is back."""
    told = tuple(dict.fromkeys(names))
    try:
        note(told, after=after)
    except (redis.RedisError, OSError) as error:
        log.warning("Valkey is away, pages learn later that %s changed: %s", " ".join(told), error)
        _late.add(told)


def note(names: tuple[str, ...], *, after: int = 0) -> int:
    """Move the clock on (past `after`) and write the names' versions. Raises redis.RedisError."""
    found = valkey().eval(_CHANGE, 2, CLOCK, CHANGES, after, VERSION_SECONDS, VERSION, *names)
    return int(found)


class _Late:
    """Changes that could not be noted: told as soon as Valkey is back, from a thread that lasts until then."""

    def __init__(self) -> None:
        self._names: dict[str, None] = {}
        self._lock = threading.Lock()
        self._runs = False

    def add(self, names: Iterable[str]) -> None:
        with self._lock:
            self._names |= dict.fromkeys(names)
            if self._runs:
                return
            self._runs = True
        threading.Thread(target=self._try, daemon=True, name="late changes").start()

    def _try(self) -> None:
        while True:
            time.sleep(TRY_AGAIN_SECONDS)
            with self._lock:
                names, self._names = tuple(self._names), {}
            try:
                note(names)
            except (redis.RedisError, OSError):
                with self._lock:
                    self._names |= dict.fromkeys(names)
                continue
            with self._lock:
                if not self._names:
                    self._runs = False
                    return


_late = _Late()


@dataclass(frozen=True, slots=True)
class News:
    """What changed since a reading: `names`, or everything where the row of changes has a gap."""

    clock: int
    names: tuple[str, ...] = ()
    everything: bool = False


def news_since(reading: int) -> News:
    """One round trip. Raises redis.RedisError.

    Where the clock stands before the reading, or the changes behind it are not all there, everything changed; a
    clock that went back is moved past the reading, for what Valkey itself kept is as old.
    """
    pipe = valkey().pipeline(transaction=True)
    pipe.get(CLOCK)
    pipe.xrange(CHANGES, min=f"({reading}-0", count=MOST_READ)
    said, rows = pipe.execute()
    clock = int(said or 0)
    if reading == 0 or clock < reading:
        return News(note((SITE,), after=reading), everything=True)
    if len(rows) != clock - reading:
        return News(clock, everything=True)
    names = (name for _id, row in rows for name in row[b"names"].decode().split(" "))
    return News(clock, tuple(dict.fromkeys(names)))


def are_unchanged(names: Iterable[str], since: int) -> bool:
    """Whether none of the names changed after the reading; one round trip. Raises redis.RedisError."""
    found = valkey().mget([f"{VERSION}{name}" for name in names])
    return all(version is None or int(version) <= since for version in found)
