"""The shelf in Valkey, which all processes share: pages, and who is making one just now. All raise redis.RedisError."""

import hashlib
import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from core.pagecache.answer import KeptPage
from core.pagecache.versions import LIFE_SECONDS, PREFIX, are_unchanged
from core.valkey import valkey

MAKING_MS = (
    5000  # longer than any page takes; who dies while making one holds the others up no longer
)
_RELEASE = (
    "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
)


@cache
def look_of_release() -> str:
    """Changes with the templates and the static files: old and new code beside each other keep pages apart."""
    sums = hashlib.blake2b(digest_size=8)
    engines: list[Any] = settings.TEMPLATES
    folders = [Path(folder) for engine in engines for folder in engine["DIRS"]]
    for folder in sorted(set(folders)):
        for path in sorted(each for each in folder.rglob("*") if each.is_file()):
            sums.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists():
        sums.update(manifest.read_bytes())
    return sums.hexdigest()


def address_of(key: tuple[Any, ...]) -> str:
    digest = hashlib.blake2b(json.dumps(key).encode(), digest_size=16).hexdigest()
    return f"{PREFIX}{look_of_release()}:{digest}"


def fetch(key: tuple[Any, ...]) -> KeptPage | None:
    """The page if it is there and right."""
    kept = valkey().get(address_of(key))
    if kept is None:
        return None
    page = KeptPage.from_bytes(kept)
    return page if are_unchanged(page.names, page.clock) else None


def keep(key: tuple[Any, ...], page: KeptPage) -> bool:
    """Keep a page unless something it shows changed while it was made."""
    if not are_unchanged(page.names, page.clock):
        return False
    valkey().set(address_of(key), page.to_bytes(), ex=LIFE_SECONDS)
    return True


def begin_making(key: tuple[Any, ...]) -> str | None:
    """A token for the one who makes the page now; None while somebody else does."""
    token = secrets.token_hex(8)
    got = valkey().set(f"{address_of(key)}:making", token, nx=True, px=MAKING_MS)
    return token if got else None


def end_making(key: tuple[Any, ...], token: str) -> None:
    valkey().eval(_RELEASE, 1, f"{address_of(key)}:making", token)


def is_being_made(key: tuple[Any, ...]) -> bool:
    return bool(valkey().exists(f"{address_of(key)}:making"))
