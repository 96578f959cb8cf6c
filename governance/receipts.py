"""The code on a receipt: long enough that nobody guesses one, in letters nobody misreads."""

import secrets

LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
GROUPS, LENGTH = 4, 4


def new_code() -> str:
    """Return something like K7QM-2WZB-9HTD-X4PA: 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(GROUPS))


def as_printed(typed: str) -> str:
    """Return a typed code the way it was printed: capitals, in groups."""
    plain = "".join(char for char in typed.upper() if char in LETTERS)[: GROUPS * LENGTH]
    return "-".join(plain[start : start + LENGTH] for start in range(0, len(plain), LENGTH))
