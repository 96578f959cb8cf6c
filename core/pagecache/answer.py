"""A page as it is kept, and as it goes out: in the encoding that was asked for, or as "you have it already"."""

import gzip
import hashlib
import json
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

import brotli
import zstandard

from core.pagecache.versions import LIFE_SECONDS

VARY = "Accept-Encoding, Accept-Language, Cookie, HX-Request"
# Browsers keep it and ask each time whether it still holds; nobody in between keeps it.
CACHE_CONTROL = "private, no-cache"
PREFERRED = ("zstd", "br", "gzip", "identity")
# Said anew with each answer, or by the server.
OWN_HEADERS = {"content-length", "vary", "etag", "cache-control", "date", "connection"}
LEAST_COMPRESSED = 400
MOST_TAGS = 2000


class Out(NamedTuple):
    """An answer in one encoding, ready to be handed over."""

    tag: str
    headers: list[tuple[str, str]]
    body: bytes


def zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=6).compress(body)


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "zstd": zstd,
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


class KeptPage:
    """One page for all visitors of a kind. `clock` was read before it was made; `names` are what it shows.

    `until`: the moment (seconds since 1970) after which the clock alone makes it another page, where there is one.
    """

    __slots__ = (
        "args", "clock", "headers", "names", "outs", "packed", "route", "size", "tag", "until",
    )  # fmt: skip

    def __init__(
        self,
        *,
        packed: bytes,
        size: int,
        tag: str,
        headers: list[tuple[str, str]],
        clock: int,
        names: tuple[str, ...],
        route: str,
        args: dict[str, Any],
        until: float | None = None,
    ) -> None:
        self.packed, self.size, self.tag, self.headers = packed, size, tag, headers
        self.clock, self.names, self.route, self.args = clock, names, route, args
        self.until = until
        self.outs: dict[str, Out] = {}

    @classmethod
    def made(
        cls,
        body: bytes,
        headers: list[tuple[str, str]],
        *,
        clock: int,
        names: set[str],
        route: str,
        args: dict[str, Any],
        until: float | None = None,
    ) -> "KeptPage":
        kept = [(name, value) for name, value in headers if name.lower() not in OWN_HEADERS]
        digest = hashlib.blake2b(body, digest_size=12)
        digest.update(repr(kept).encode())
        return cls(
            packed=zstd(body), size=len(body), tag=digest.hexdigest(), headers=kept,
            clock=clock, names=tuple(sorted(names)), route=route, args=args, until=until,
        )  # fmt: skip

    def to_bytes(self) -> bytes:
        """For Valkey: a line of JSON, then the body in zstd."""
        head = {
            "size": self.size, "tag": self.tag, "headers": self.headers, "clock": self.clock,
            "names": self.names, "route": self.route, "args": self.args,
            "until": self.until,
        }  # fmt: skip
        return json.dumps(head).encode() + b"\n" + self.packed

    @classmethod
    def from_bytes(cls, kept: bytes) -> "KeptPage":
        head, packed = kept.split(b"\n", 1)
        facts = json.loads(head)
        facts["headers"] = [(name, value) for name, value in facts["headers"]]
        return cls(packed=packed, **facts | {"names": tuple(facts["names"])})

    @property
    def life(self) -> float:
        """Seconds it may be kept from now on; none or less where its moment has passed."""
        if self.until is None:
            return LIFE_SECONDS
        return min(LIFE_SECONDS, self.until - time.time())

    @property
    def weight(self) -> int:
        """Bytes it takes in this process, roughly."""
        shared = len(self.packed)
        return 1500 + shared + sum(len(o.body) for n, o in self.outs.items() if n != "zstd")

    def out(self, encoding: str) -> tuple[Out, bool]:
        """The answer in this encoding, and whether it was made only now."""
        found = self.outs.get(encoding)
        if found is not None:
            return found, False
        if encoding == "zstd":
            body = self.packed
        else:
            body = zstandard.ZstdDecompressor().decompress(self.packed, max_output_size=self.size)
        if encoding in ENCODERS and encoding != "zstd":
            body = ENCODERS[encoding](body)
        tag = f'"{self.tag}-{encoding}"'
        headers = [
            *self.headers,
            ("Content-Length", str(len(body))),
            ("ETag", tag),
            ("Cache-Control", CACHE_CONTROL),
            ("Vary", VARY),
        ]
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        made = self.outs[encoding] = Out(tag, headers, body)
        return made, True


def not_changed(out: Out) -> list[tuple[str, str]]:
    """The headers of a 304."""
    return [("ETag", out.tag), ("Cache-Control", CACHE_CONTROL), ("Vary", VARY)]


def has_it(asked: str, tag: str) -> bool:
    """Whether If-None-Match names this tag; a tag made weak on the way counts, "*" names any."""
    if asked.strip() == "*":
        return True
    return any(each.strip().removeprefix("W/") == tag for each in asked[:MOST_TAGS].split(","))


@lru_cache(maxsize=512)
def encoding_for(accepted: str) -> str:
    """The encoding to answer in: the weightiest of those asked for, ours first among equals; none for none."""
    weights: dict[str, float] = {}
    for part in accepted[:300].lower().split(","):
        name, _, weight = part.partition(";")
        if name := name.strip():
            weights[name] = _weight(weight)
    rest = weights.get("*", 0.0)
    candidates = [(weights.get(name, rest), name) for name in PREFERRED[:-1]]
    best = max(weight for weight, _name in candidates)
    if best <= 0:
        return "identity"
    return next(name for weight, name in candidates if weight == best)


def _weight(said: str) -> float:
    name, _, value = said.strip().partition("=")
    if not name:
        return 1.0
    try:
        return min(1.0, max(0.0, float(value))) if name.strip() == "q" else 1.0
    except ValueError:
        return 0.0
