"""The shelf in Valkey, which all processes share: pages, and who is making one just now. All raise redis.RedisError."""

import hashlib
import json
import secrets
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from core.pagecache.answer import KeptPage
from core.pagecache.versions import PREFIX, are_unchanged
from core.valkey import valkey

MAKING_MS = (
    5000  # longer than any page takes; who dies while making one holds the others up no longer
)
WRITTEN_AS = (
    2  # one more whenever pages are written otherwise: old code beside the new keeps its own
)
KEPT, SIZES, BYTES = f"{PREFIX}kept", f"{PREFIX}sizes", f"{PREFIX}bytes"
PAGE_OVERHEAD = 300  # of the names in those tables
# Puts a page on the shelf and makes room for it: those whose life ends first go, however many addresses are asked for.
_KEEP = """
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local life, most = tonumber(ARGV[2]), tonumber(ARGV[3])
local size = #ARGV[1] + OVERHEAD
local bytes = tonumber(redis.call('GET', KEYS[4]) or '0')
if redis.call('ZCARD', KEYS[2]) == 0 then bytes = 0 end
local function forget(address)
  bytes = bytes - tonumber(redis.call('HGET', KEYS[3], address) or '0')
  redis.call('HDEL', KEYS[3], address)
  redis.call('ZREM', KEYS[2], address)
end
forget(KEYS[1])
for _, address in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', now, 'LIMIT', 0, 200)) do forget(address) end
while bytes + size > most do
  local first = redis.call('ZRANGE', KEYS[2], 0, 0)[1]
  if not first then break end
  redis.call('DEL', first)
  forget(first)
end
if size <= most then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', life)
  redis.call('ZADD', KEYS[2], now + life, KEYS[1])
  redis.call('HSET', KEYS[3], KEYS[1], size)
  bytes = bytes + size
end
for _, key in ipairs({KEYS[2], KEYS[3]}) do redis.call('EXPIRE', key, 600) end
redis.call('SET', KEYS[4], bytes, 'EX', 600)
return bytes
""".replace("OVERHEAD", str(PAGE_OVERHEAD))
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
    return f"{PREFIX}{WRITTEN_AS}:{look_of_release()}:{digest}"


def fetch(key: tuple[Any, ...]) -> KeptPage | None:
    """The page if it is there and right."""
    kept = valkey().get(address_of(key))
    if kept is None:
        return None
    page = KeptPage.from_bytes(kept)
    return page if are_unchanged(page.names, page.clock) else None


def keep(key: tuple[Any, ...], page: KeptPage) -> bool:
    """Keep a page unless something it shows changed while it was made."""
    if not are_unchanged(page.names, page.clock) or page.life <= 0:
        return False
    kept, life = page.to_bytes(), int(page.life * 1000) + 1
    keys = (address_of(key), KEPT, SIZES, BYTES)
    valkey().eval(_KEEP, len(keys), *keys, kept, life, settings.PAGE_SHELF_MB * 1024 * 1024)
    return True


def begin_making(key: tuple[Any, ...]) -> str | None:
    """A token for the one who makes the page now; None while somebody else does."""
    token = secrets.token_hex(8)
    got = valkey().set(f"{address_of(key)}:making", token, nx=True, px=MAKING_MS)
    return token if got else None


def end_making(key: tuple[Any, ...], token: str) -> None:
    valkey().eval(_RELEASE, 1, f"{address_of(key)}:making", token)
