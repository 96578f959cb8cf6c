"""Domains of addresses, compared as the network does: whatever their case, script or final dot."""

import re

_LABEL = r"[a-z0-9_](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"^{_LABEL}(?:\.{_LABEL})*$")
LONGEST = 253


def bare(domain: str) -> str:
    """The domain as it goes over the wire (punycode, lower case); "" where it is none."""
    try:
        wire = domain.strip().lstrip("@").rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return wire if len(wire) <= LONGEST and _DOMAIN.match(wire) else ""


def is_listed(address: str, domains: list[str]) -> bool:
    """Whether the address is of one of the domains or of a subdomain of one; any is, where none is named."""
    if not domains:
        return True
    _name, at, domain = address.rpartition("@")
    own = bare(domain) if at else ""
    listed = {bare(domain) for domain in domains} - {""}
    return bool(own) and any(own == each or own.endswith(f".{each}") for each in listed)
