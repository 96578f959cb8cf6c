"""A mailbox on this machine that speaks as much IMAP as a reader of mails needs."""

import re
import socketserver
import ssl
import threading
from contextlib import contextmanager
from typing import Any


class FakeMailbox(socketserver.StreamRequestHandler):
    """`mails`: number to bytes. `said`: the commands that came."""

    mails: dict[int, bytes]
    validity = 7
    password = "imap-secret"
    said: list[str]

    def handle(self) -> None:
        self.tell("* OK ready")
        while line := self.rfile.readline():
            tag, _blank, command = line.decode().rstrip("\r\n").partition(" ")
            self.said.append(command)
            if not self.answer(tag, command):
                return

    def tell(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def answer(self, tag: str, command: str) -> bool:
        name = command.split(" ")[0].upper()
        if name == "UID":
            name = command.split(" ")[1].upper()
        if name == "CAPABILITY":
            self.tell("* CAPABILITY IMAP4rev1")
        elif name == "LOGIN" and f'"{self.password}"' not in command:
            self.tell(f"{tag} NO [AUTHENTICATIONFAILED] wrong")
            return True
        elif name == "EXAMINE":
            if '"INBOX"' not in command:
                self.tell(f"{tag} NO no such folder")
                return True
            self.tell(f"* {len(self.mails)} EXISTS")
            self.tell(f"* OK [UIDVALIDITY {self.validity}] valid")
            self.tell(f"* OK [UIDNEXT {max(self.mails, default=0) + 1}] next")
        elif name == "SEARCH":
            self.search(command)
        elif name == "FETCH":
            self.fetch(command)
        elif name == "LOGOUT":
            self.tell("* BYE")
            self.tell(f"{tag} OK")
            return False
        self.tell(f"{tag} OK done")
        return True

    def search(self, command: str) -> None:
        numbers = sorted(self.mails)
        if found := re.search(r"UID (\d+):\*$", command):
            first = int(found[1])
            # As servers do: * is the last mail, also where the range begins beyond it.
            numbers = [each for each in numbers if each >= first] or numbers[-1:]
        self.tell("* SEARCH " + " ".join(map(str, numbers)))

    def fetch(self, command: str) -> None:
        number = int(command.split(" ")[2])
        if number in self.mails:
            content = self.mails[number]
            self.wfile.write(
                f"* 1 FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode()
                + content
                + b")\r\n"
            )


class Server(socketserver.ThreadingTCPServer):
    """With a context it speaks TLS alone; a handshake that fails ends that connection."""

    context: ssl.SSLContext | None = None

    def get_request(self) -> Any:
        plain, address = super().get_request()
        if self.context is None:
            return plain, address
        plain.settimeout(5)
        return self.context.wrap_socket(plain, server_side=True), address


@contextmanager
def running_mailbox(settings: Any, context: ssl.SSLContext | None = None):
    mailbox = type("Box", (FakeMailbox,), {"mails": {}, "said": []})
    server = Server(("127.0.0.1", 0), mailbox)
    server.context = context
    server.daemon_threads = True
    threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    ).start()
    mailbox.port = server.server_address[1]
    scheme = "imaps" if context else "imap"
    settings.OUTGOING_INSIDE = [f"{scheme}://127.0.0.1:{mailbox.port}"]
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()
