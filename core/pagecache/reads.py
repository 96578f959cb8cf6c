"""What was read, told to the apps that count it: pages out of the cache are read by people too."""

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.pagecache.answer import KeptPage
from core.pagecache.asking import Environ, Visitor

ROBOTS = re.compile(r"bot\b|crawl|spider|slurp|preview|monitor|curl|wget|python-", re.I)


@dataclass(frozen=True, slots=True)
class Read:
    """A person without a session read this page; `consent` is the visitor's, for noting it under."""

    route: str
    args: dict[str, Any]
    consent: int | None
    environ: Environ

    @property
    def address(self) -> str:
        """The address as it was asked for, trails of campaigns included."""
        query = self.environ.get("QUERY_STRING", "")
        path = str(self.environ.get("PATH_INFO", ""))
        return f"{path}?{query}" if query else path


_listeners: dict[str, list[Callable[[Read], None]]] = defaultdict(list)


def on_read(route: str, listener: Callable[[Read], None]) -> None:
    """Have `listener` called for each page of this URL name that is handed out here. It must not wait."""
    if listener not in _listeners[route]:
        _listeners[route].append(listener)


@lru_cache(maxsize=4096)
def is_robot(user_agent: str) -> bool:
    return not user_agent or bool(ROBOTS.search(user_agent[:500]))


def is_early(environ: Environ) -> bool:
    """Whether a browser fetched it in case somebody wants it."""
    said = environ.get("HTTP_SEC_PURPOSE") or environ.get("HTTP_PURPOSE") or ""
    return "prefetch" in said


def note(page: KeptPage, visitor: Visitor, environ: Environ) -> None:
    listeners = _listeners.get(page.route)
    if not listeners or environ["REQUEST_METHOD"] != "GET":
        return
    if is_robot(environ.get("HTTP_USER_AGENT", "")) or is_early(environ):
        return
    read = Read(page.route, page.args, visitor.consent, environ)
    for listener in listeners:
        listener(read)
