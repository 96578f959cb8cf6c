"""The live process on the network: whatever a page sends, and however little it reads, takes a bounded room."""

import asyncio

import pytest
from asgiref.sync import async_to_sync
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from core.live.hub import Hub
from core.live.wire import MOST_BEHIND, MOST_FRAMES, MOST_PARTS, Wire, session_of


class Transport(asyncio.Transport):
    """A network whose other end reads nothing, so that all that is written waits."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting, self.aborted = 0, False

    def write(self, data) -> None:
        self.waiting += len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.aborted

    def abort(self) -> None:
        self.aborted = True

    close = abort


class Page:
    """An open page that says what it likes."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.transport = Transport()
        self.wire = Wire(Hub())
        self.wire.connection_made(self.transport)
        client = ClientProtocol(parse_uri("ws://localhost/live/"))
        client.send_request(client.connect())
        self.wire._protocol.receive_data(b"".join(client.data_to_send()))
        (request,) = self.wire._protocol.events_received()
        self.wire._protocol.send_response(self.wire._protocol.accept(request))
        self.wire._write_out()
        self.wire.watcher = self

    def say(self, text: str) -> None:
        self.heard.append(text)

    def send(self, *frames: Frame) -> None:
        for frame in frames:
            if not self.transport.aborted:
                self.wire.data_received(frame.serialize(mask=True))


def text(words: bytes, *, begins: bool = True, ends: bool = True) -> Frame:
    return Frame(Opcode.TEXT if begins else Opcode.CONT, words, fin=ends)


def test_what_is_said_in_parts_is_heard_whole():
    async def story():
        page = Page()
        page.send(
            text(b'{"watch"', ends=False),
            Frame(Opcode.PING, b"?"),
            text(b': "topic:1"}', begins=False),
        )
        assert page.heard == ['{"watch": "topic:1"}'] and not page.transport.aborted

    async_to_sync(story)()


@pytest.mark.parametrize(
    ("frames", "most"),
    [
        ([Frame(Opcode.PING, b"x" * 125)] * 2000, MOST_FRAMES),
        ([Frame(Opcode.PONG, b"")] * 2000, MOST_FRAMES),
        ([text(b"", ends=False), *[text(b"", begins=False, ends=False)] * 2000], MOST_PARTS + 2),
        ([text(b"{}")] * 2000, MOST_FRAMES),
    ],
    ids=["pings that nobody reads the answers of", "pongs", "parts of nothing", "words"],
)
def test_nobody_fills_the_process(frames, most):
    async def story():
        page = Page()
        page.send(*frames)
        assert page.transport.aborted
        assert page.wire._frames <= most + 1 and page.transport.waiting <= MOST_BEHIND + 200
        assert len(page.wire._parts or ()) <= MOST_PARTS

    async_to_sync(story)()


def test_who_does_not_read_is_let_go():
    async def story():
        page = Page()
        page.transport.waiting = MOST_BEHIND + 1
        page.send(Frame(Opcode.PING, b"?"))
        assert page.transport.aborted

    async_to_sync(story)()


@pytest.mark.parametrize(
    "said", ['sessionid="a\\000b"', "sessionid=ä", "sessionid=", "x=1", "sessionid=a b;;=", "\x00"]
)
def test_odd_cookies_are_nobodys(said):
    assert session_of(said) in ("", "a")


def test_a_session_is_found_among_cookies():
    assert session_of("theme=dark; sessionid=abc123; x=y") == "abc123"
