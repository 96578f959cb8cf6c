"""Requests to others go nowhere inside, whatever the name, the hop or the spelling of the address."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import outgoing
from core.outgoing import Unreachable, fetch

sent_with_redirect: list[int] = []


class Inside(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/drops"):
            self.drip()
            return
        if self.path.startswith("/flood"):
            self.flood()
            return
        if self.path.startswith("/hop"):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.2:{self.server.server_port}/")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"x" * 1000)

    def drip(self) -> None:
        """A byte at a time, for ten seconds, each soon enough for itself."""
        self.send_response(200)
        self.end_headers()
        try:
            for _turn in range(50):
                self.wfile.write(b"x")
                time.sleep(0.2)
        except OSError:
            pass

    def flood(self) -> None:
        """Sends on to the start, with a page of 64 MB that nobody asked for."""
        self.send_response(302)
        self.send_header("Location", "/")
        self.end_headers()
        try:
            for _turn in range(1024):
                self.wfile.write(b"x" * 65536)
                sent_with_redirect.append(65536)
        except OSError:
            pass

    def log_message(self, *args: object) -> None: ...


@pytest.fixture
def inside():
    with ThreadingHTTPServer(("0.0.0.0", 0), Inside) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1", "169.254.169.254",
     "10.0.0.1", "192.168.1.1", "100.64.0.1", "[fd00::1]", "[64:ff9b::7f00:1]", "224.0.0.1"],
)  # fmt: skip
def test_inside_addresses_are_refused(inside, host):
    with pytest.raises(Unreachable):
        fetch(f"http://{host}:{inside}/", most_bytes=10_000)


@pytest.mark.parametrize(
    "address", ["", "file:///etc/passwd", "gopher://127.0.0.1/", "http://", "http://["]
)
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(Unreachable):
        fetch(address, most_bytes=10)


def test_a_listed_origin_is_asked(inside, settings):
    settings.OUTGOING_INSIDE = [f"http://127.0.0.1:{inside}"]
    answer = fetch(f"http://127.0.0.1:{inside}/", most_bytes=1000)
    assert (answer.status, answer.media_type, len(answer.content)) == (200, "text/plain", 1000)


def test_a_listed_origin_opens_no_other(inside, settings):
    settings.OUTGOING_INSIDE = [f"http://127.0.0.1:{inside}"]
    for address in (
        f"http://127.0.0.1:{inside}@127.0.0.2:{inside}/",
        f"http://127.0.0.1:{inside}/hop",
    ):
        with pytest.raises(Unreachable, match="127.0.0.2"):
            fetch(address, most_bytes=1000)


def test_more_than_was_asked_for_is_refused(inside, settings):
    settings.OUTGOING_INSIDE = [f"http://127.0.0.1:{inside}"]
    with pytest.raises(Unreachable, match="larger"):
        fetch(f"http://127.0.0.1:{inside}/", most_bytes=999)


def test_what_comes_with_a_redirect_is_not_taken(inside, settings):
    """Else a page that sends on could fill the memory, whatever `most_bytes` says."""
    settings.OUTGOING_INSIDE = [f"http://127.0.0.1:{inside}"]
    sent_with_redirect.clear()
    assert fetch(f"http://127.0.0.1:{inside}/flood", most_bytes=1000).status == 200
    assert sum(sent_with_redirect) < 32 * 1024 * 1024


def test_an_answer_in_drops_ends(inside, settings, monkeypatch):
    settings.OUTGOING_INSIDE = [f"http://127.0.0.1:{inside}"]
    monkeypatch.setattr(outgoing, "MOST_SECONDS", 1.0)
    begun = time.monotonic()
    with pytest.raises(Unreachable, match="longer"):
        fetch(f"http://127.0.0.1:{inside}/drops", most_bytes=1000)
    assert time.monotonic() - begun < 5
