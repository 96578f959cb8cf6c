"""The layer before Django: a WSGI application around Django's own.

A page comes out of this process, else out of Valkey, else it is made: once, by whoever asked first, while the
others who want the same one wait for it. What may be anybody's own goes to Django untouched.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import redis
from django.conf import settings
from django.urls import Resolver404, resolve

from core import remembered
from core.pagecache import reads, shelf
from core.pagecache.answer import KeptPage, encoding_for, has_it, not_changed
from core.pagecache.asking import (
    MOST_PATH,
    Environ,
    Visitor,
    is_plain_host,
    liked_languages,
    plain_query,
    scheme_of,
    stand_in,
    visitor_of,
)
from core.pagecache.heads import heads_of
from core.pagecache.memory import Memory
from core.pagecache.shown import may_be_made, pages, translated
from core.pagecache.versions import SITE, news_since

log = logging.getLogger(__name__)

POLL_SECONDS = 0.3
TRUST_SECONDS = 1.0
"""How long pages of this process are handed out after Valkey last answered."""
WAIT_SECONDS = 2.0  # for a page that another process makes
LOOK_SECONDS = 0.015
UNFIT_SECONDS = 2.0  # how long a page that could not be kept is not tried again
MOST_UNFIT = 5000
FORBIDDEN = ("no-store", "private", "no-cache", "max-age=0")
OUR_VARY = {"cookie", "accept-language", "accept-encoding", "hx-request"}

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class PageCache:
    """Wraps Django's WSGI application. One a process."""

    def __init__(self, application: Application, *, most_bytes: int | None = None) -> None:
        most = settings.PAGE_CACHE_MB * 1024 * 1024 if most_bytes is None else most_bytes
        self.application = application
        self.is_on = most > 0 and not settings.DEBUG
        self.memory = Memory(most)
        self.reading = 0
        self.polled_at = self.heard_at = -1e9
        self._poll_lock = threading.Lock()
        self._news_lock = threading.Lock()
        self._making: dict[object, threading.Lock] = {}
        self._making_lock = threading.Lock()
        self._unfit: dict[object, float] = {}
        self._heads: frozenset[str] | None = None
        self._translated: tuple[str, ...] = ()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if (method != "GET" and method != "HEAD") or not self.is_on or not self._is_among(environ):
            return self.application(environ, start_response)
        visitor = visitor_of(environ)
        if visitor is None or not self.keep_up():
            return self.application(environ, start_response)
        if environ["PATH_INFO"].startswith(self._translated):
            visitor = self._reading(visitor, environ)
        key = (
            scheme_of(environ), environ["HTTP_HOST"], environ["PATH_INFO"], environ["QUERY_STRING"],
            visitor.language, visitor.has_answered,
        )  # fmt: skip
        page = self.memory.get(key)
        if page is not None:
            return self._answer(page, key, visitor, environ, start_response)
        return self._find(key, visitor, environ, start_response)

    # What is asked for ---------------------------------------------------------------------------

    def _is_among(self, environ: Environ) -> bool:
        """Whether the address could be one of the pages: told by its first part, before anything costs."""
        get = environ.get
        path = environ["PATH_INFO"]
        if len(path) > MOST_PATH or get("SCRIPT_NAME"):
            return False
        if not is_plain_host(get("HTTP_HOST", ""), get("SERVER_PORT", "")):
            return False
        if get("CONTENT_LENGTH", "0") not in ("", "0") or "HTTP_TRANSFER_ENCODING" in environ:
            return False
        if self._heads is None:
            self._translated = tuple(f"/{each}/" for each in heads_of(set(translated())))
            self._heads = frozenset(heads_of(set(pages())))
        return path[1:].partition("/")[0] in self._heads

    def _reading(self, visitor: Visitor, environ: Environ) -> Visitor:
        """The visitor with the languages they like to read, where pages are translated."""
        known = frozenset().union(*translated().values())
        liked = liked_languages(environ.get("HTTP_ACCEPT_LANGUAGE", ""), known)
        return replace(visitor, language=liked or visitor.language)

    def _find(
        self, asked: Any, visitor: Visitor, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        try:
            match = resolve(_decoded(environ["PATH_INFO"]))
        except (Resolver404, UnicodeError):
            return self.application(environ, start_response)
        allowed = pages().get(match.view_name)
        query = None if allowed is None else plain_query(environ["QUERY_STRING"], allowed)
        if query is None:
            return self.application(environ, start_response)
        key = (*asked[:3], query, *asked[4:])
        page = self.memory.get(key)
        if page is None and self._unfit.get(key, 0.0) < time.monotonic():
            if not may_be_made(match.view_name, environ):
                return self.application(environ, start_response)
            page = self._make_once(key, visitor, environ, match)
        if page is None:
            return self.application(environ, start_response)
        return self._answer(page, key, visitor, environ, start_response)

    # Keeping up with what changed -------------------------------------------------------------------

    def keep_up(self) -> bool:
        """Drop what changed; whether pages may be handed out: only while we hear of changes."""
        now = time.monotonic()
        if now - self.polled_at < POLL_SECONDS:
            return now - self.heard_at < TRUST_SECONDS
        if self._poll_lock.acquire(blocking=now - self.heard_at > TRUST_SECONDS):
            try:
                self.poll()
            finally:
                self._poll_lock.release()
        return time.monotonic() - self.heard_at < TRUST_SECONDS

    def poll(self) -> None:
        """Ask what changed. What this process remembers of the site's set-up is forgotten with it."""
        began = self.polled_at = time.monotonic()
        try:
            news = news_since(self.reading)
        except (redis.RedisError, OSError) as error:
            self._fail(error)
            return
        with self._news_lock:
            if news.everything or SITE in news.names:
                remembered.forget_all()
                self._unfit.clear()
                self.memory.clear()
            else:
                self.memory.drop_showing(news.names)
            self.reading, self.heard_at = news.clock, began

    def _fail(self, error: Exception) -> None:
        log.warning("Valkey is away, visitors' pages are made one by one meanwhile: %s", error)

    # Making a page, once -------------------------------------------------------------------------------

    def _make_once(
        self, key: Any, visitor: Visitor, environ: Environ, match: Any
    ) -> KeptPage | None:
        with self._making_lock:
            lock = self._making.setdefault(key, threading.Lock())
        try:
            with lock:
                page = self.memory.get(key)
                if page is None and self._unfit.get(key, 0.0) < time.monotonic():
                    page = self._fetch_or_make(key, visitor, environ, match)
                return page
        except (redis.RedisError, OSError) as error:
            self._fail(error)
            return None
        finally:
            with self._making_lock:
                if not lock.locked():
                    self._making.pop(key, None)

    def _fetch_or_make(
        self, key: Any, visitor: Visitor, environ: Environ, match: Any
    ) -> KeptPage | None:
        until = time.monotonic() + WAIT_SECONDS
        while True:
            heard = self.reading
            page = shelf.fetch(key)
            if page is not None:
                self._put(key, page, heard)
                return page
            token = shelf.begin_making(key)
            if token is not None:
                try:
                    return self._make(key, visitor, environ, match)
                finally:
                    shelf.end_making(key, token)
            if time.monotonic() > until:
                return None
            time.sleep(LOOK_SECONDS)

    def _make(self, key: Any, visitor: Visitor, environ: Environ, match: Any) -> KeptPage | None:
        self.poll()  # from here on changes are later than what is made
        clock = self.reading
        made_for, showing = stand_in(environ, visitor, key[3])
        status, headers, body = _call(self.application, made_for)
        if not showing.names or not is_fit(status, headers):
            self._mark_unfit(key)
            return None
        showing.names.add(SITE)
        page = KeptPage.made(
            body,
            headers,
            clock=clock,
            names=showing.names,
            route=match.view_name,
            args=match.kwargs,
            until=showing.until,
        )
        heard = self.reading
        if shelf.keep(key, page):
            self._put(key, page, heard)
        return page

    def _put(self, key: Any, page: KeptPage, heard: int) -> None:
        """Keep a page that was right when changes were last heard of at `heard`: not one that another thread heard
        the end of meanwhile, and found nothing to drop.
        """
        with self._news_lock:
            if self.reading == heard:
                self.memory.put(key, page)

    def _mark_unfit(self, key: object) -> None:
        if len(self._unfit) >= MOST_UNFIT:
            self._unfit.clear()
        self._unfit[key] = time.monotonic() + UNFIT_SECONDS

    # Handing it out ------------------------------------------------------------------------------------

    def _answer(
        self,
        page: KeptPage,
        key: object,
        visitor: Visitor,
        environ: Environ,
        start_response: StartResponse,
    ) -> Iterable[bytes]:
        out, is_new = page.out(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if is_new:
            self.memory.weigh_again(key)
        reads.note(page, visitor, environ)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked and has_it(asked, out.tag):
            start_response("304 Not Modified", not_changed(out))
            return []
        start_response("200 OK", out.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [out.body]


def is_fit(status: str, headers: list[tuple[str, str]]) -> bool:
    """Whether an answer may be handed to others: a whole page, no cookie, nothing that it varies with but what we know."""
    if not status.startswith("200"):
        return False
    for name, value in headers:
        name, value = name.lower(), value.lower()
        if name in ("set-cookie", "content-encoding", "content-range", "www-authenticate"):
            return False
        if name == "cache-control" and any(word in value for word in FORBIDDEN):
            return False
        if name == "vary" and not OUR_VARY.issuperset(part.strip() for part in value.split(",")):
            return False
    return True


def _call(application: Application, environ: Environ) -> tuple[str, list[tuple[str, str]], bytes]:
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        said[:] = [status, headers]

    answer = application(environ, start)
    try:
        body = b"".join(answer)
    finally:
        if close := getattr(answer, "close", None):
            close()
    return said[0], said[1], body


def _decoded(path: str) -> str:
    """PATH_INFO as text: servers hand bytes over as if they were Latin-1."""
    return path.encode("latin-1").decode()
