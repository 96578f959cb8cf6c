"""Asking a desk over HTTP: guarded, never following anywhere with our key, honest about what went wrong."""

import json
import time
from dataclasses import dataclass, field
from typing import Any

import requests
from django.utils.translation import gettext as _
from requests_hardened.ip_filter import InvalidIPAddress
from urllib3.exceptions import HTTPError

from accounts.providers.trying.asking import unreachable
from core.outgoing import MOST_SECONDS, guarded_session
from integrations.desk.base import DeskAway, DeskRefused

MOST_BYTES = 20 * 1024 * 1024
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    found: Any
    headers: dict[str, str] = field(default_factory=dict)


class DeskClient:
    """One desk at one origin."""

    def __init__(self, origin: str, *, auth: tuple[str, str] | None = None) -> None:
        self.origin, self.auth = origin.rstrip("/"), auth

    def get(self, path: str, **params: Any) -> Answer:
        return self.ask("GET", path, params=params)

    def post(self, path: str, body: dict[str, Any], **headers: str) -> Answer:
        return self.ask("POST", path, json=body, headers=headers)

    def ask(self, method: str, path: str, **more: Any) -> Answer:
        """Raises DeskRefused for what will not change by itself, DeskAway for what may."""
        headers = {"Accept": "application/json"} | more.pop("headers", {})
        try:
            with (
                guarded_session() as session,
                session.request(
                    method, self.origin + path, headers=headers, auth=self.auth, stream=True,
                    allow_redirects=False, **more,
                ) as response,
            ):  # fmt: skip
                content = b"" if response.is_redirect else self._content(response)
                return self._judged(response, content)
        except InvalidIPAddress as error:
            raise DeskRefused(unreachable(error)) from error
        except requests.exceptions.InvalidURL as error:
            raise DeskRefused(_("This is no address.")) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise DeskAway(unreachable(error)) from error

    def _content(self, response: requests.Response) -> bytes:
        content, until = bytearray(), time.monotonic() + MOST_SECONDS
        while piece := response.raw.read1(_PIECE, decode_content=True):
            content += piece
            if len(content) > MOST_BYTES or time.monotonic() > until:
                raise DeskAway(_("Its answer was too large, or too slow."))
        return bytes(content)

    def _judged(self, response: requests.Response, content: bytes) -> Answer:
        status = response.status_code
        if status == 429 or status >= 500:
            raise DeskAway(
                _("It asks us to wait.") if status == 429 else _("It has trouble (%d).") % status,
                seconds=_seconds(response.headers.get("Retry-After", ""), 60),
            )
        if 300 <= status < 400:
            raise DeskRefused(_("It sends us elsewhere: use the address it sends to."))
        if status in (401, 403):
            raise DeskRefused(
                _("It does not know our key, or the key may not do this (%d).") % status
            )
        try:
            found = json.loads(content) if content else {}
        except ValueError as error:
            raise DeskRefused(_("This is no help desk: it answers with no JSON.")) from error
        if status >= 400:
            raise DeskRefused(
                _("It refused (%(status)d): %(words)s") % {"status": status, "words": _words(found)}
            )
        return Answer(
            status, found, {name.lower(): value for name, value in response.headers.items()}
        )


def _seconds(said: str, default: int) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else default


def _words(found: Any) -> str:
    """What a desk says of an error, in whichever of the usual places, cut short."""
    if isinstance(found, dict):
        for name in ("description", "message", "error"):
            if isinstance(found.get(name), str):
                return found[name][:200]
    return json.dumps(found)[:200]
