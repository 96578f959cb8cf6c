"""Connections that are no HTTP, kept away from the inside of the network as requests are (core.outgoing)."""

import socket

import requests
from django.conf import settings
from requests_hardened.ip_filter import filter_host

from core.outgoing import Unreachable


def connect(host: str, port: int, *, scheme: str, seconds: float) -> socket.socket:
    """A connection to the very address that was checked; inside ones only where OUTGOING_INSIDE lists
    scheme://host:port. Raises Unreachable.
    """
    listed = f"{scheme}://{host}:{port}" in {each.rstrip("/") for each in settings.OUTGOING_INSIDE}
    try:
        address = host if listed else filter_host(host, port, allow_loopback=False).strip("[]")
        return socket.create_connection((address, port), timeout=seconds)
    except (requests.RequestException, OSError, UnicodeError) as error:
        raise Unreachable(str(error) or type(error).__name__) from error
