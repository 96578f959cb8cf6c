"""Where the embedded start keeps things: data, secrets, sockets, binaries."""

import hashlib
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from community.local.account import Account, engine_account, make_folder
from community.local.trouble import Trouble

REPOSITORY = Path(__file__).resolve().parent.parent.parent
LONGEST_SOCKET_FOLDER = 80  # a Unix socket's path has at most 107 bytes, its name included


def data_folder() -> Path:
    """HEARTH_DATA, else ./var, else (as root) /var/lib/hearth, which the engines' account reaches."""
    if given := os.environ.get("HEARTH_DATA", "").strip():
        return Path(given).expanduser().resolve()
    return Path("/var/lib/hearth") if os.geteuid() == 0 else REPOSITORY / "var"


@dataclass(frozen=True)
class Place:
    data: Path
    account: Account

    @classmethod
    def open(cls, data: Path) -> "Place":
        """Make the data folder where it is missing, and see that the engines' account reaches it."""
        account = engine_account()
        make_folder(data, mode=0o711)
        if account.foreign and not _can_enter(data, account):
            raise Trouble(
                f"The account {account.name!r}, which runs PostgreSQL, cannot enter {data}: "
                "set HEARTH_DATA to a folder that others may pass through, such as /var/lib/hearth."
            )
        return cls(data, account)

    @property
    def sockets(self) -> Path:
        """The folder of PostgreSQL's socket; a short one under /tmp where the data lies deep."""
        folder = self.data / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
            folder = Path(tempfile.gettempdir()) / f"hearth-{mark}"
        make_folder(folder, mode=0o700, owner=self.account)
        if folder.is_symlink() or folder.stat().st_uid != self.account.uid:
            raise Trouble(f"{folder} belongs to somebody else: remove it, or set HEARTH_DATA.")
        return folder

    def secret(self, name: str) -> str:
        """A random secret, made once and kept in a file that only its owner reads."""
        path = self.data / name
        if not path.exists():
            fresh = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(
                os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
            ) as file:
                file.write(secrets.token_urlsafe(48))
            fresh.rename(path)
        return path.read_text().strip()

    def within_reach(self, source: Path, parts: list[str], *, name: str) -> Path:
        """`source`, or a copy of its `parts` in the data folder where the account cannot enter it.

        A clone or a virtual environment under /root is closed to every other account, and no
        folder of the machine changes its mode for us.
        """
        if not self.account.foreign or all(_can_enter(source / p, self.account) for p in parts):
            return source
        target = make_folder(self.data / "engines", mode=0o755) / name
        if not target.exists():
            fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=f"{name}."))
            for part in parts:
                whole = source / part
                if whole.is_dir():
                    skip = shutil.ignore_patterns("include", "pgxs", "doc", "*.a")
                    shutil.copytree(whole, fresh / part, symlinks=True, ignore=skip)
                else:
                    (fresh / part).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(whole, fresh / part)
            for folder, _, files in os.walk(fresh):
                Path(folder).chmod(0o755)
                for file in files:
                    path = Path(folder, file)
                    if not path.is_symlink():
                        path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)
            fresh.rename(target)
        return target


def _can_enter(path: Path, account: Account) -> bool:
    test = ["test", "-x" if path.is_dir() else "-r", str(path)]
    return not subprocess.run(
        test, user=account.uid, group=account.gid, extra_groups=[], cwd="/", check=False
    ).returncode
