"""Merkle trees as in RFC 6962, section 2.1: one hash that binds a list, and short proofs that something is in it.

A level of a tree is its hashes one after the other, so that two neighbours are one slice: a million leaves take a
second and 64 MB. A last hash without a neighbour goes up as it is; that is the RFC's own tree, built from below.
"""

from collections.abc import Iterable
from hashlib import sha256

SIZE = 32
EMPTY = sha256(b"").digest()


def leaf(content: bytes) -> bytes:
    """The hash of one entry. Its prefix keeps a pair of hashes from passing for an entry."""
    return sha256(b"\0" + content).digest()


def root(leaves: Iterable[bytes]) -> bytes:
    """The hash that stands for all of them in this order."""
    level = b"".join(leaves) or EMPTY
    while len(level) > SIZE:
        level = _above(level)
    return level


def tree(leaves: Iterable[bytes]) -> list[bytes]:
    """Every level from the leaves to the root, each as its hashes in one piece."""
    levels = [b"".join(leaves) or EMPTY]
    while len(levels[-1]) > SIZE:
        levels.append(_above(levels[-1]))
    return levels


def _above(level: bytes) -> bytes:
    pairs, hashes = len(level) // (2 * SIZE), bytearray()
    for at in range(0, pairs * 2 * SIZE, 2 * SIZE):
        hashes += sha256(b"\1" + level[at : at + 2 * SIZE]).digest()
    hashes += level[pairs * 2 * SIZE :]
    return bytes(hashes)


def proof(levels: list[bytes], place: int) -> list[bytes]:
    """The neighbours on the way from the leaf at `place` (from 0) up to the root, lowest first."""
    neighbours = []
    for level in levels[:-1]:
        beside = place ^ 1
        if beside * SIZE < len(level):
            neighbours.append(level[beside * SIZE : (beside + 1) * SIZE])
        place //= 2
    return neighbours


def proven_root(hashed: bytes, *, place: int, size: int, neighbours: list[bytes]) -> bytes:
    """The root that a proof leads to: right if it is the published one. Raises ValueError on a proof of a wrong length."""
    left = list(neighbours)
    while size > 1:
        if place ^ 1 < size:
            if not left:
                raise ValueError("The proof is too short.")
            beside = left.pop(0)
            pair = beside + hashed if place % 2 else hashed + beside
            hashed = sha256(b"\1" + pair).digest()
        place, size = place // 2, (size + 1) // 2
    if left:
        raise ValueError("The proof is too long.")
    return hashed
