"""Signatures of webhooks, ours and theirs: `t=<seconds>,v1=<HMAC-SHA256 of "t.body">` in one header.

The time is signed with the body, so that a call is good for five minutes only; within them its digest is kept, and the
same call once more does nothing.
"""

import hashlib
import hmac
import time

HEADER = "X-Hearth-Signature"
WINDOW_SECONDS = 300


class SignatureRefused(ValueError):
    """The call is not believed; its words say why."""


def sign(secret: str, body: bytes, *, at: int | None = None) -> str:
    """The header's value for this body."""
    moment = int(time.time()) if at is None else at
    return f"t={moment},v1={_mac(secret, moment, body)}"


def demand_signature(secret: str, header: str, body: bytes) -> str:
    """Returns the digest under which the call is known. Raises SignatureRefused."""
    if not secret:
        raise SignatureRefused("This connection has no secret.")
    parts = dict(part.strip().partition("=")[::2] for part in header.split(",")[:10])
    said = parts.get("t", "")
    if not (said.isascii() and said.isdigit() and len(said) <= 12):
        raise SignatureRefused("The signature names no time.")
    moment, right = int(said), _mac(secret, int(said), body)
    if abs(time.time() - moment) > WINDOW_SECONDS:
        raise SignatureRefused("The signature is too old, or of a clock that is wrong.")
    if not hmac.compare_digest(right.encode(), parts.get("v1", "").encode()):
        raise SignatureRefused("The signature is wrong.")
    # Of what we read, not of how it was written: 0123 and 123 are one time.
    return hashlib.sha256(f"{moment}.{right}".encode()).hexdigest()


def _mac(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
