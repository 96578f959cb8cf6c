"""How a tie ends: the text in force first, then by a lot that nobody draws and everybody can repeat."""

from collections.abc import Iterable
from hashlib import sha256


def lot_order(options: Iterable[int], *, root: bytes, keeps: int | None = None) -> tuple[int, ...]:
    """All options, the luckiest first: of options that are tied the one further ahead wins.

    An option's lot is the SHA-256 of the ballots' Merkle root, the word "lot" and its number. The root depends on
    every receipt, and receipts are random codes made by those who vote: nobody knows it before the close. A change
    needs a reason that is more than luck, so the option that keeps the text in force stands before all others.
    """
    return tuple(sorted(options, key=lambda each: (each != keeps, _lot(root, each))))


def _lot(root: bytes, option: int) -> bytes:
    return sha256(root + b" lot %d" % option).digest()
