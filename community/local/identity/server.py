"""The provider over HTTP, on loopback only."""

import json
import secrets
from base64 import b64decode
from collections import OrderedDict
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from community.local.identity import pages
from community.local.identity.provider import LOOPBACK, Provider, Refused, Request, someone_new

MOST_WAITING = 500
LONGEST_FORM = 20_000
# The page posts to itself and is then sent on to the site, at whatever port that has.
POLICY = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self' http://localhost:* http://127.0.0.1:*"
)


class IdentityServer(ThreadingHTTPServer):
    """`IdentityServer(provider, port)`: call `serve_forever`, in a thread where a test wants it."""

    daemon_threads = True

    def __init__(self, provider: Provider, port: int, *, letters: Path | None = None) -> None:
        super().__init__(("127.0.0.1", port), partial(Handler, provider=provider))
        # What the chooser page stands for, until a person is chosen.
        self.letters = letters
        self.waiting: OrderedDict[str, Request] = OrderedDict()

    def remember(self, request: Request) -> str:
        ticket = secrets.token_urlsafe(24)
        self.waiting[ticket] = request
        while len(self.waiting) > MOST_WAITING:
            self.waiting.popitem(last=False)
        return ticket


class Handler(BaseHTTPRequestHandler):
    server: IdentityServer  # type: ignore[assignment]
    server_version = "demo-identity"
    sys_version = ""
    timeout = 5

    def __init__(self, *args: Any, provider: Provider) -> None:
        self.provider = provider
        super().__init__(*args)

    def do_GET(self) -> None:  # noqa: N802
        self._guarded(self._get)

    def do_POST(self) -> None:  # noqa: N802
        self._guarded(self._post)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: codes and tokens stand in the addresses."""

    def _guarded(self, answer: Any) -> None:
        if (urlsplit(f"//{self.headers.get('Host', '')}").hostname or "") not in LOOPBACK:
            self._send(403, "text/plain", "Only for this machine.")
            return
        try:
            answer(urlsplit(self.path).path)
        except Refused as error:
            if self.path.startswith(("/token", "/userinfo")):
                status = 401 if error.code in {"invalid_client", "invalid_token"} else 400
                self._json({"error": error.code, "error_description": str(error)}, status)
            else:
                self._send(400, "text/html", pages.refusal(str(error)))

    def _get(self, path: str) -> None:
        if path == "/.well-known/openid-configuration":
            self._json(self.provider.discovery())
        elif path == "/jwks":
            self._json(self.provider.jwks())
        elif path == "/userinfo":
            scheme, _, token = self.headers.get("Authorization", "").partition(" ")
            self._json(self.provider.userinfo(token if scheme.lower() == "bearer" else ""))
        elif path == "/authorize":
            request = self.provider.accept(dict(parse_qsl(urlsplit(self.path).query)))
            self._send(200, "text/html", pages.choose(self.server.remember(request)))
        elif path == "/mail" and self.server.letters:
            self._send(200, "text/html", pages.mailbox(self.server.letters))
        elif path == "/style.css":
            self._send(200, "text/css", pages.STYLE)
        elif path == "/healthz":
            self._json({"status": "ok"})
        else:
            self._send(404, "text/plain", "There is nothing here.")

    def _post(self, path: str) -> None:
        form = self._form()
        if path == "/token":
            self._json(self.provider.redeem(form | self._basic()))
        elif path == "/continue":
            self._continue(form)
        else:
            self._send(404, "text/plain", "There is nothing here.")

    def _continue(self, form: dict[str, str]) -> None:
        ticket = form.get("ticket", "")
        if ticket not in self.server.waiting:
            raise Refused("invalid_request", "This page was used already, or is too old.")
        if "sub" in form:
            person = pages.by_sub().get(form["sub"])
            if person is None:
                raise Refused("invalid_request", "Nobody of that name is known here.")
        else:
            name, email = form.get("name", "").strip(), form.get("email", "").strip()
            if not name or "@" not in email or len(name) > 80 or len(email) > 200:
                page = pages.choose(ticket, problem="Please give a name and an e-mail address.")
                self._send(400, "text/html", page)
                return
            person = someone_new(name=name, email=email)
        request = self.server.waiting.pop(ticket)
        self._send(302, "text/plain", "", Location=self.provider.back(request, person))

    def _form(self) -> dict[str, str]:
        length = self.headers.get("Content-Length", "0")
        if not length.isdigit() or int(length) > LONGEST_FORM:
            raise Refused("invalid_request", "The form is too long.")
        return dict(parse_qsl(self.rfile.read(int(length)).decode(errors="replace")))

    def _basic(self) -> dict[str, str]:
        scheme, _, value = self.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "basic":
            return {}
        try:
            name, _, secret = b64decode(value, validate=True).decode().partition(":")
        except ValueError:
            return {}
        return {"client_id": unquote(name), "client_secret": unquote(secret)}

    def _json(self, body: dict[str, Any], status: int = 200) -> None:
        self._send(status, "application/json", json.dumps(body))

    def _send(self, status: int, kind: str, body: str, **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        given = {
            "Content-Type": f"{kind}; charset=utf-8",
            "Content-Length": str(len(data)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": POLICY,
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
        }
        for name, value in (given | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)
