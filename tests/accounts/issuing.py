"""A real OpenID Connect provider on loopback for tests, and a visitor who takes the whole way there and back."""

import re
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import requests
from django.test import Client
from joserfc.jwk import RSAKey

from accounts.models import Member
from community.local.identity.provider import Identity, Provider
from core.spam import STAMP, stamp

KEY = RSAKey.generate_key(2048, {"use": "sig"})
LOGIN = "/accounts/oidc/company/login/"


class Issuer(Provider):
    """A provider that signs in whom the test names, and lies where a test's subclass says so."""

    person = Identity("subject-1", "Nia New", "nia", "nia@mail.example")

    def back(self, request: Any, person: Identity) -> str:
        return super().back(request, self.person)

    def becomes(self, **changed: Any) -> None:
        self.person = replace(self.person, **changed)


class Traveller(Client):
    """A browser that presses the provider's button and follows every redirect, over HTTP where it leaves the site."""

    def __init__(self) -> None:
        super().__init__(SERVER_NAME="localhost", raise_request_exception=False)

    def leave(self, process: str = "login") -> str:
        """Press the button; returns the address at the provider."""
        answer = self.post(LOGIN, {"process": process})
        assert answer.status_code == 302, answer.content[:500]
        return answer["Location"]

    def choose(self, address: str) -> str:
        """Choose to be somebody there; returns the address that leads back."""
        page = requests.get(address, timeout=5)
        ticket = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
        answer = requests.post(
            address.partition("/authorize")[0] + "/continue",
            data={"ticket": ticket, "sub": "customer-mara"},
            allow_redirects=False,
            timeout=5,
        )
        return answer.headers["Location"]

    def travel(self, process: str = "login", change: Callable[[str], str] = str) -> Any:
        """The whole way; `change` may meddle with the address that leads back. Returns the last page."""
        return self.get(change(self.choose(self.leave(process))), follow=True)

    @property
    def member(self) -> Member | None:
        key = self.session.get("_auth_user_id")
        return Member.objects.active().filter(pk=key).first() if key else None

    def write_question(self, board: Any) -> None:
        """Write first: what waits until its writer is known."""
        question = {
            "key": str(uuid.uuid4()), "title": "Why does it drip", "source": "It drips.",
            "board": board.pk, "kind": "question", STAMP: stamp(time.time() - 60),
        }  # fmt: skip
        assert self.post("/ask/", question).status_code == 302
