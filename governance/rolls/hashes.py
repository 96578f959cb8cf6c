"""What is published of a roll: one salted hash for each entry, in the order of the hashes, one a line.

    entry  = SHA-256 of the text "<salt> proposal <id> member <id>", the salt being 32 hexadecimal digits
    root   = the Merkle tree (RFC 6962) over the entries' hashes, in ascending order

The salt of an entry is random and shown to nobody but its member. Without it, nobody can try whether somebody is on the
roll; with it, its member finds themselves in the file with any tool, and a stranger sees that the file is what was announced.
"""

import hashlib
from collections.abc import Iterable, Iterator

from governance.counting import merkle

SIZE = 32

# The same in SQL, over `entry` (salt, member_id): see `entry_text`.
HASH_SQL = "sha256(convert_to(encode(entry.salt, 'hex') || ' proposal {proposal_id} member ' || entry.member_id, 'UTF8'))"


def entry_text(salt: bytes, *, proposal_id: int, member_id: int) -> str:
    return f"{salt.hex()} proposal {proposal_id} member {member_id}"


def entry_hash(salt: bytes, *, proposal_id: int, member_id: int) -> bytes:
    text = entry_text(salt, proposal_id=proposal_id, member_id=member_id)
    return hashlib.sha256(text.encode()).digest()


def lines(hashes: bytes) -> str:
    """Hashes laid one behind the other, as lines of the file."""
    return hashes.hex("\n", SIZE) + "\n" if hashes else ""


def each_of(pages: Iterable[bytes]) -> Iterator[bytes]:
    """The hashes of pages, one by one."""
    for page in map(bytes, pages):
        yield from (page[at : at + SIZE] for at in range(0, len(page), SIZE))


def root_of(pages: Iterable[bytes]) -> bytes:
    """The root over pages of hashes, which are in ascending order all together."""
    return merkle.root(map(merkle.leaf, each_of(pages)))
