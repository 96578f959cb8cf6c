"""OpenID Connect's authorization code flow with PKCE, for one client. Knows nothing of HTTP."""

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CODE_SECONDS = 60
TOKEN_SECONDS = 300
CALLBACK_PATH = "/accounts/oidc/company/login/callback/"
LOOPBACK = {"localhost", "127.0.0.1"}


class Refused(Exception):  # noqa: N818
    """An OAuth error code and what is wrong, in words."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True)
class Identity:
    sub: str
    name: str
    username: str
    email: str
    email_verified: bool = True

    def claims(self) -> dict[str, Any]:
        return {
            "sub": self.sub,
            "name": self.name,
            "preferred_username": self.username,
            "email": self.email,
            "email_verified": self.email_verified,
        }


def someone_new(*, name: str, email: str) -> Identity:
    """A person whom the demo does not know; the same address is the same person again."""
    mark = hashlib.sha256(email.lower().encode()).hexdigest()[:16]
    return Identity(f"new-{mark}", name, email.partition("@")[0], email)


@dataclass(frozen=True)
class Request:
    """What the site asked for, as checked by `Provider.accept`."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    scope: str

    def back(self, **answer: str) -> str:
        return f"{self.redirect_uri}?{urlencode(answer | {'state': self.state})}"


@dataclass
class Provider:
    """One issuer and one client. Tests subclass it to misbehave: `userinfo`, `id_token`, `back`."""

    issuer: str
    client_id: str
    client_secret: str
    ports: frozenset[int] = frozenset()  # where the site may be called back; empty: any
    now: Callable[[], float] = time.time
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"use": "sig"}))
    _codes: dict[str, tuple[float, Request, Identity]] = field(default_factory=dict)
    _tokens: dict[str, tuple[float, Identity]] = field(default_factory=dict)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": ["openid", "profile", "email"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }

    def jwks(self) -> dict[str, Any]:
        self.key.ensure_kid()
        return {"keys": [self.key.as_dict(private=False) | {"alg": "RS256"}]}

    def accept(self, asked: dict[str, str]) -> Request:
        """Check an authorization request. Raises Refused; nothing is sent to an unknown address."""
        if asked.get("client_id") != self.client_id:
            raise Refused("unauthorized_client", "The site's client_id is not known here.")
        if not self._may_call_back(asked.get("redirect_uri", "")):
            raise Refused("invalid_request", "The address to return to is not the site's.")
        if asked.get("response_type") != "code":
            raise Refused("unsupported_response_type", "Only the code flow is offered.")
        if asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
            raise Refused("invalid_request", "PKCE with S256 is required.")
        return Request(
            redirect_uri=asked["redirect_uri"],
            state=asked.get("state", ""),
            nonce=asked.get("nonce", ""),
            challenge=asked["code_challenge"],
            scope=asked.get("scope", "openid"),
        )

    def back(self, request: Request, person: Identity) -> str:
        """The address that takes the person back to the site, with a code for one use."""
        code = secrets.token_urlsafe(32)
        self._codes[code] = (self.now() + CODE_SECONDS, request, person)
        return request.back(code=code, iss=self.issuer)

    def redeem(self, asked: dict[str, str]) -> dict[str, Any]:
        """Exchange a code for tokens. Raises Refused."""
        known = hmac.compare_digest(asked.get("client_id", ""), self.client_id)
        secret = hmac.compare_digest(asked.get("client_secret", ""), self.client_secret)
        if not (known and secret):
            raise Refused("invalid_client", "Wrong client_id or client_secret.")
        if asked.get("grant_type") != "authorization_code":
            raise Refused("unsupported_grant_type", "Only authorization_code is offered.")
        until, request, person = self._codes.pop(asked.get("code", ""), (0.0, None, None))
        if request is None or person is None or until < self.now():
            raise Refused("invalid_grant", "The code is unknown, used or too old.")
        if asked.get("redirect_uri") != request.redirect_uri:
            raise Refused("invalid_grant", "The redirect_uri is another than before.")
        if not hmac.compare_digest(_challenge(asked.get("code_verifier", "")), request.challenge):
            raise Refused("invalid_grant", "The code_verifier does not fit.")
        token = secrets.token_urlsafe(32)
        self._tokens[token] = (self.now() + TOKEN_SECONDS, person)
        return {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": request.scope,
            "id_token": self.id_token(person, nonce=request.nonce),
        }

    def userinfo(self, token: str) -> dict[str, Any]:
        until, person = self._tokens.get(token, (0.0, None))
        if person is None or until < self.now():
            raise Refused("invalid_token", "The access token is unknown or too old.")
        return person.claims()

    def id_token(self, person: Identity, *, nonce: str) -> str:
        self.key.ensure_kid()
        now = int(self.now())
        claims = person.claims() | {
            "iss": self.issuer,
            "aud": self.client_id,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
        }
        if nonce:
            claims["nonce"] = nonce
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def _may_call_back(self, address: str) -> bool:
        parts = urlsplit(address)
        try:
            port = parts.port or 80
        except ValueError:
            return False
        return (
            parts.scheme == "http"
            and parts.hostname in LOOPBACK
            and parts.path == CALLBACK_PATH
            and not (parts.query or parts.fragment or parts.username)
            and (not self.ports or port in self.ports)
        )


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()
