"""The account the engines run under: PostgreSQL refuses to run as root, and it is right."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from community.local.trouble import Trouble

NAME = "hearth"


@dataclass(frozen=True)
class Account:
    name: str
    uid: int
    gid: int

    @property
    def foreign(self) -> bool:
        """Whether files must be handed over to it, since it is not who runs this."""
        return self.uid != os.geteuid()


def engine_account() -> Account:
    """Who the engines run as: oneself, or as root a system account of their own.

    The account `hearth` is made where `useradd` can; else `nobody` serves.
    """
    if os.geteuid() != 0:
        return _read(pwd.getpwuid(os.geteuid()))
    if found := _named(NAME):
        return found
    if command := shutil.which("useradd"):
        subprocess.run(
            [command, "--system", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", "--user-group", NAME],
            check=False, capture_output=True,
        )  # fmt: skip
        if found := _named(NAME):  # another start may have made it a moment before
            return found
    if found := _named("nobody"):
        return found
    raise Trouble(
        "PostgreSQL does not run as root and no account for it could be made: "
        "run as another user, or give DATABASE_URL and REDIS_URL."
    )


def make_folder(path: Path, *, mode: int, owner: Account | None = None) -> Path:
    """Make `path` with `mode`; a folder that exists keeps the mode and the owner it has."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir()
        path.chmod(mode)
        if owner is not None and owner.foreign:
            os.chown(path, owner.uid, owner.gid)
    return path


def hand_to(path: Path, account: Account) -> None:
    if account.foreign:
        os.chown(path, account.uid, account.gid)


def _named(name: str) -> Account | None:
    try:
        return _read(pwd.getpwnam(name))
    except KeyError:
        return None


def _read(entry: pwd.struct_passwd) -> Account:
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
