"""The code on a receipt: made in the form, kept by its member alone. We keep its hash."""

import re
import secrets
from hashlib import sha256

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is misread for another
GROUPS, LENGTH = 5, 4
# Receipts of earlier releases have a group less.
FORM = re.compile(
    rf"[{LETTERS}]{{{LENGTH}}}(-[{LETTERS}]{{{LENGTH}}}){{{GROUPS - 2},{GROUPS - 1}}}"
)


def new_code() -> str:
    """Return something like K7QM-2WZB-9HTD-X4PA-M3EV: 99 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def is_code(text: str) -> bool:
    """Whether it has the form of a code. Anything else is no receipt, whoever sent it."""
    return FORM.fullmatch(text) is not None


def as_printed(typed: str) -> str:
    """Return a typed code the way it was printed: capitals, in groups. Ends where a code would."""
    plain = "".join(char for char in typed.upper() if char in LETTERS)[: GROUPS * LENGTH]
    return "-".join(plain[start : start + LENGTH] for start in range(0, len(plain), LENGTH))


def receipt_hash(code: str) -> bytes:
    """What is stored and published of a receipt: `printf %s CODE | sha256sum` gives the same."""
    return sha256(code.encode()).digest()
