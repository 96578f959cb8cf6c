"""The signature under what is published each day of a vote: Ed25519, one key of the site, kept beside the keys of votes."""

import hashlib
from contextlib import suppress
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from governance.secrecy import keys

NAME = "signing.key"


def statement(*, proposal_id: int, number: int, day: date, count: int, root: bytes) -> bytes:
    """The words that are signed: of which vote, the how manieth root, of which day, over how many receipts."""
    return f"hearth receipts\nvote {proposal_id}\nroot {number}\n{day:%Y-%m-%d}\n{count} receipts\n{root.hex()}\n".encode()


def sign(words: bytes) -> bytes:
    return _private().sign(words)


def is_signed(words: bytes, signature: bytes, public: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, words)
    except InvalidSignature:
        return False
    return True


def public_key() -> bytes:
    """The 32 bytes that anyone checks signatures with."""
    return _private().public_key().public_bytes_raw()


def public_pem() -> bytes:
    """The same for OpenSSL and its kin."""
    return _private().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(public: bytes) -> str:
    """Short enough to print on paper or say on the telephone."""
    found = hashlib.sha256(public).hexdigest()[:32]
    return " ".join(found[start : start + 4] for start in range(0, len(found), 4))


def _private() -> Ed25519PrivateKey:
    if not keys.has_key(NAME):
        with suppress(FileExistsError):  # another process was quicker
            keys.make_key(NAME)
    return Ed25519PrivateKey.from_private_bytes(keys.read_key(NAME))
