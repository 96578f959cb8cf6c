"""One of the two houses of `bench.million`: answers what it is asked, one address at a time, through the whole WSGI application.

Visitors' pages are not kept here, so that each is made. Speaks JSON lines: first its addresses, then a line for each question.
"""

import json
import os
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

os.environ["PAGE_CACHE_MB"] = "0"

from community.wsgi import application  # isort: skip

from django.conf import settings
from django.db import connection

from bench.million_pages import addresses, readers
from bench.plant import session_of


def ask(path: str, cookie: str) -> dict[str, Any]:
    """Milliseconds by the clock and on the cores (here and in PostgreSQL), status and size of one answer."""
    parts = urlsplit(path)
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "SERVER_NAME": "localhost",
        "SERVER_PORT": "80", "HTTP_HOST": urlsplit(settings.SITE_URL).netloc, "REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0), "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False, "HTTP_COOKIE": cookie,
    }  # fmt: skip
    said: list[str] = []
    backend = backend_seconds()
    began, own = time.perf_counter(), time.thread_time()
    body = application(environ, lambda status, headers, exc_info=None: said.append(status))
    size = sum(len(piece) for piece in body)
    took = time.perf_counter() - began
    busy = time.thread_time() - own + backend_seconds() - backend
    if hasattr(body, "close"):
        body.close()
    return {"ms": took * 1000, "cpu_ms": busy * 1000, "status": int(said[0][:3]), "bytes": size}


def backend_seconds() -> float:
    """Seconds that PostgreSQL's process for this connection has been on a core."""
    if connection.connection is None:
        return 0.0
    pid = connection.connection.info.backend_pid
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def main() -> None:
    people = readers()
    cookies = [f"sessionid={session_of(each)}" for each in people]
    print(json.dumps(addresses(people)), flush=True)
    for line in sys.stdin:
        question = json.loads(line)
        cookie = "" if question["who"] is None else cookies[question["who"] % len(cookies)]
        print(json.dumps(ask(question["path"], cookie)), flush=True)


if __name__ == "__main__":
    main()
