"""The name a ballot goes by: without the key of the vote nobody can say whose it is, or tell two votes' names apart."""

import hmac


def pseudonym(key: bytes, member_id: int) -> bytes:
    """HMAC-SHA256 of the member's number by the key of this one vote."""
    return hmac.digest(key, b"hearth ballot of member %d" % member_id, "sha256")
