"""The layer in the process: pages ready to go out, the least lately asked for leave first. Bounded in bytes."""

import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable

from core.pagecache.answer import KeptPage
from core.pagecache.versions import SITE


class Memory:
    """Pages by key, and by what they show. Reading takes no lock; whatever changes it does."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self._pages: OrderedDict[object, tuple[KeptPage, float, int]] = OrderedDict()
        self._showing: dict[str, set[object]] = defaultdict(set)
        self._lock = threading.RLock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: object) -> KeptPage | None:
        found = self._pages.get(key)
        if found is None:
            return None
        if found[1] < time.monotonic():
            self.drop([key])
            return None
        try:
            self._pages.move_to_end(key)
        except KeyError:  # another thread dropped it
            return None
        return found[0]

    def put(self, key: object, page: KeptPage) -> None:
        weight = page.weight
        life = page.life
        if weight > self.most_bytes // 4 or life <= 0:
            return
        with self._lock:
            self.drop([key])
            self._pages[key] = (page, time.monotonic() + life, weight)
            self.bytes += weight
            for name in page.names:
                self._showing[name].add(key)
            self._make_room()

    def weigh_again(self, key: object) -> None:
        """A page got another encoding."""
        with self._lock:
            found = self._pages.get(key)
            if found is None:
                return
            page, until, weight = found
            self.bytes += page.weight - weight
            self._pages[key] = (page, until, page.weight)
            self._make_room()

    def drop(self, keys: Iterable[object]) -> None:
        with self._lock:
            for key in keys:
                found = self._pages.pop(key, None)
                if found is None:
                    continue
                self.bytes -= found[2]
                for name in found[0].names:
                    showing = self._showing.get(name)
                    if showing is not None:
                        showing.discard(key)
                        if not showing:
                            del self._showing[name]

    def drop_showing(self, names: Iterable[str]) -> None:
        with self._lock:
            for name in names:
                if name == SITE:
                    self.clear()
                    return
                self.drop(list(self._showing.get(name, ())))

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self._showing.clear()
            self.bytes = 0

    def _make_room(self) -> None:
        while self.bytes > self.most_bytes and self._pages:
            self.drop([next(iter(self._pages))])
