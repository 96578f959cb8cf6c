"""The only way out: requests to addresses that people or settings name, kept away from the inside of the network.

Names are resolved once and the connection goes to the very address that was checked, on every hop of a redirect.
Inside addresses answer only when an administrator lists their origin in OUTGOING_INSIDE.
"""

import time
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests_hardened import Config, HTTPSession
from urllib3.exceptions import HTTPError

TIMEOUT_SECONDS = (2.0, 4.0)  # to connect, to wait for the next bytes
MOST_SECONDS = 30.0  # for a whole answer: one that comes in drops ends here
MOST_REDIRECTS = 3
AGENT = "Hearth"


class Unreachable(Exception):
    """The other side could not be asked; the text says why, in words for the person who named the address."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back: `content` in bytes, at most as many as were asked for."""

    status: int
    media_type: str
    content: bytes


def guarded_session() -> requests.Session:
    """A session that refuses inside addresses (raises requests.RequestException), unless their origin is listed."""
    session = HTTPSession(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=False,
            never_redirect=False,
            default_timeout=TIMEOUT_SECONDS,
            user_agent_override=AGENT,
        )
    )
    session.trust_env = False
    session.max_redirects = MOST_REDIRECTS
    session.hooks["response"].append(_leave_body_of_redirect)
    for origin in settings.OUTGOING_INSIDE:
        session.mount(f"{origin.rstrip('/')}/", HTTPAdapter())
    return session


def _leave_body_of_redirect(response: requests.Response, **kwargs: Any) -> None:
    """What comes with a redirect would be read whole before it is followed, however much it is."""
    if response.is_redirect:
        response._content = b""
        response.close()


def fetch(address: str, *, most_bytes: int) -> Fetched:
    """GET an address. Raises Unreachable: inside, refused, too slow, too large, or no address at all."""
    try:
        with guarded_session() as session, session.get(address, stream=True) as response:
            content, until = b"", time.monotonic() + MOST_SECONDS
            while chunk := response.raw.read1(64 * 1024, decode_content=True):
                content += chunk
                if time.monotonic() > until:
                    raise Unreachable(f"The answer took longer than {MOST_SECONDS} seconds.")
                if len(content) > most_bytes:
                    raise Unreachable(f"The answer is larger than {most_bytes} bytes.")
            kind = response.headers.get("Content-Type", "").split(";")[0].strip().lower()
            return Fetched(response.status_code, kind, content)
    except (requests.RequestException, HTTPError, ValueError, OSError) as error:
        raise Unreachable(str(error) or type(error).__name__) from error
