"""Asks the site as a server would: through the layer, with a raw environ."""

import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import brotli
import zstandard
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from core.pagecache import layer
from core.pagecache.layer import PageCache

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    raw: bytes
    cookies: list[str] = field(default_factory=list)

    @property
    def body(self) -> bytes:
        encoding = self.headers.get("content-encoding", "")
        if encoding == "zstd":
            return zstandard.ZstdDecompressor().decompress(self.raw)
        return {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)(self.raw)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_kept(self) -> bool:
        """Whether the layer answered, rather than Django by itself."""
        return self.headers.get("cache-control") == "private, no-cache"


class Process:
    """One web process: a layer of its own around the same Django; `made` counts what Django was asked for."""

    def __init__(self, **options: Any) -> None:
        self.django = get_wsgi_application()
        self.made: list[dict[str, Any]] = []
        self.before: Callable[[], None] = lambda: None
        self.after: Callable[[], None] = lambda: None
        self.layer = PageCache(self._count, **options)

    def _count(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.made.append(environ)
        self.before()
        answer = self._ask_django(environ, start_response)
        self.after()
        return answer

    def _ask_django(self, environ: dict[str, Any], start_response: Any) -> Any:
        """As Django's own test client does: the connection is the test's, and is not closed between requests."""
        signals = (request_started, request_finished)
        for signal in signals:
            signal.disconnect(close_old_connections)
        try:
            answer = self.django(environ, start_response)
            body = list(answer)
            answer.close()
        finally:
            for signal in signals:
                signal.connect(close_old_connections)
        return body

    def get(self, path: str, query: str = "", *, method: str = "GET", **headers: str) -> Got:
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_USER_AGENT": FIREFOX,
            "HTTP_ACCEPT": "text/html",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **headers,
        }
        said: list[Any] = []

        def start(status: str, found: list[tuple[str, str]], exc_info: Any = None) -> None:
            said[:] = [int(status.split()[0]), found]

        answer = self.layer(environ, start)
        raw = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        cookies = [value for name, value in said[1] if name.lower() == "set-cookie"]
        return Got(said[0], {name.lower(): value for name, value in said[1]}, raw, cookies)

    def hear(self) -> None:
        """Let the time pass after which a process asks what changed."""
        self.layer.polled_at -= layer.POLL_SECONDS
