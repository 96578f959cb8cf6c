"""The demo's mailbox: takes the site's mail over SMTP on loopback and keeps it as files."""

import re
import socketserver
import time
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

MOST_KEPT = 200
LARGEST_BYTES = 5 * 1024 * 1024


class MailServer(socketserver.ThreadingTCPServer):
    """As much of RFC 5321 as a well-behaved sender needs: no sign-in, no TLS, nothing is relayed."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, folder: Path, port: int) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        super().__init__(("127.0.0.1", port), partial(Session, folder=folder))


class Session(socketserver.StreamRequestHandler):
    timeout = 30

    def __init__(self, *args: Any, folder: Path) -> None:
        self.folder = folder
        super().__init__(*args)

    def handle(self) -> None:
        self._say("220 demo mailbox")
        while line := self.rfile.readline(2000):
            word = line.strip().upper()
            if word.startswith(b"EHLO"):
                self._say(f"250-demo\r\n250-8BITMIME\r\n250 SIZE {LARGEST_BYTES}")
            elif word == b"DATA":
                self._say("354 go on")
                self._say("250 kept" if self._keep() else "552 too large")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            elif word.startswith((b"HELO", b"MAIL", b"RCPT", b"RSET", b"NOOP")):
                self._say("250 ok")
            else:
                self._say("502 not here")

    def _keep(self) -> bool:
        """Write what follows, up to the line with a dot, to a file of its own."""
        body = bytearray()
        while (line := self.rfile.readline(LARGEST_BYTES)) not in {b".\r\n", b".\n", b""}:
            if len(body) <= LARGEST_BYTES:
                body += line[1:] if line.startswith(b"..") else line
        if len(body) > LARGEST_BYTES:
            return False
        (self.folder / f"{time.time_ns()}.eml").write_bytes(bytes(body))
        for old in sorted(self.folder.glob("*.eml"))[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
        return True

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


def letters(folder: Path) -> list[EmailMessage]:
    """What was kept, the newest first."""
    files = sorted(folder.glob("*.eml"), reverse=True)
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]  # type: ignore[arg-type, misc]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain", "html"))
    text = part.get_content() if part else ""
    return re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n")).strip()
