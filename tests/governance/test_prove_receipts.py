"""Merkle trees: against the definition in RFC 6962, written down as it stands there, and proofs that cannot be bent."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.counting import merkle


def as_the_rfc_says(entries: list[bytes]) -> bytes:
    """MTH of section 2.1: split at the largest power of two below the number of entries."""
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\0" + entries[0]).digest()
    split = 1
    while split * 2 < len(entries):
        split *= 2
    left, right = as_the_rfc_says(entries[:split]), as_the_rfc_says(entries[split:])
    return sha256(b"\1" + left + right).digest()


@pytest.mark.parametrize("size", range(40))
def test_root_and_every_proof(size: int) -> None:
    entries = [b"entry %d" % number for number in range(size)]
    levels = merkle.tree(merkle.leaf(each) for each in entries)

    assert levels[-1] == merkle.root(merkle.leaf(each) for each in entries)
    assert levels[-1] == as_the_rfc_says(entries)
    for place, entry in enumerate(entries):
        neighbours = merkle.proof(levels, place)
        proven = merkle.proven_root(
            merkle.leaf(entry), place=place, size=size, neighbours=neighbours
        )
        assert proven == levels[-1]


@given(st.integers(1, 70), st.data())
def test_proof_fits_its_entry_and_place_alone(size: int, data: st.DataObject) -> None:
    levels = merkle.tree(merkle.leaf(b"%d" % number) for number in range(size))
    place, other = (data.draw(st.integers(0, size - 1)) for _ in range(2))
    neighbours = merkle.proof(levels, place)
    proven = merkle.proven_root(
        merkle.leaf(b"%d" % other), place=place, size=size, neighbours=neighbours
    )
    assert (proven == levels[-1]) == (place == other)


def test_proof_of_a_wrong_length_is_refused() -> None:
    levels = merkle.tree(merkle.leaf(b"%d" % number) for number in range(5))
    neighbours = merkle.proof(levels, 2)
    for bent in (neighbours[:-1], [*neighbours, bytes(32)]):
        with pytest.raises(ValueError, match="too"):
            merkle.proven_root(merkle.leaf(b"2"), place=2, size=5, neighbours=bent)


def test_pair_of_hashes_is_no_entry() -> None:
    """Without prefixes the two entries below would have the root of the four above."""
    levels = merkle.tree(merkle.leaf(b"%d" % number) for number in range(4))
    pairs = [levels[0][:64], levels[0][64:]]
    assert merkle.root(merkle.leaf(each) for each in pairs) != levels[-1]
