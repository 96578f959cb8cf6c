"""The ID token, checked as OpenID Connect Core 3.1.3.7 says, and what is kept of what it claims."""

import hashlib
import hmac
import unicodedata
from base64 import urlsafe_b64encode
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from joserfc import jws, jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from accounts.oidc.documents import published

# Public keys only: "none" proves nothing, and with HS256 a public key would pass for a secret.
ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519",
)  # fmt: skip
KEY_TYPES = {"RSA", "EC", "OKP"}
CLOCK_SECONDS = 60
LONGEST_SUBJECT = 191  # of SocialAccount.uid
LONGEST_CLAIM = 2000
KEPT = (
    "name", "given_name", "family_name", "preferred_username", "email", "picture", "locale",
)  # fmt: skip


def checked_claims(
    id_token: Any,
    *,
    issuer: str,
    client_id: str,
    keys_url: str,
    nonce: str | None,
    access_token: str,
) -> dict[str, Any]:
    """The claims of a token that this issuer signed, for this site and this very sign-in. Raises OAuth2Error.

    `nonce` is None for an issuer that is known to leave it out; then the state alone ties the token to the sign-in.
    """
    if not isinstance(id_token, str):
        raise OAuth2Error("There is no ID token.")
    try:
        token = _verified(id_token, keys_url)
        claims = token.claims
        asked: dict[str, Any] = (
            {} if nonce is None else {"nonce": {"essential": True, "value": nonce}}
        )
        jwt.JWTClaimsRegistry(
            leeway=CLOCK_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": client_id},
            exp={"essential": True},
            iat={"essential": True},
            **asked,
        ).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise OAuth2Error(f"The ID token is not valid: {error}") from error
    _for_this_site(claims, client_id)
    _with_this_access_token(claims, token.header["alg"], access_token)
    return claims


def subject_of(claims: dict[str, Any]) -> str:
    """Who it is, by the one name that never changes. Raises OAuth2Error where that is no usable text."""
    subject = claims.get("sub")
    if (
        not isinstance(subject, str)
        or not subject.strip()
        or len(subject) > LONGEST_SUBJECT
        or any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in subject)
    ):
        raise OAuth2Error("The subject is missing or no usable text.")
    return subject


def kept_claims(claims: dict[str, Any]) -> dict[str, Any]:
    """The few claims we use, each a short text; an address is verified only where that is said in so many words."""
    kept: dict[str, Any] = {
        name: claims[name].replace("\0", "")
        for name in KEPT
        if isinstance(claims.get(name), str) and len(claims[name]) <= LONGEST_CLAIM
    }
    return kept | {
        "sub": subject_of(claims),
        "email_verified": claims.get("email_verified") is True,
    }


def _verified(id_token: str, keys_url: str) -> jwt.Token:
    try:
        return _decoded(id_token, published(keys_url))
    except InvalidKeyIdError:  # the issuer has changed its keys since we looked
        return _decoded(id_token, published(keys_url, anew=True))


def _decoded(id_token: str, published_keys: dict[str, Any]) -> jwt.Token:
    usable = [
        key
        for key in published_keys["keys"]
        if isinstance(key, dict) and key.get("kty") in KEY_TYPES
    ]
    keys = KeySet.import_key_set({"keys": usable})
    registry = jws.JWSRegistry(algorithms=list(ALGORITHMS))
    return jwt.decode(id_token, keys, algorithms=list(ALGORITHMS), registry=registry)


def _for_this_site(claims: dict[str, Any], client_id: str) -> None:
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client_id:
        raise OAuth2Error("The ID token was made for another site.")


def _with_this_access_token(claims: dict[str, Any], algorithm: str, access_token: str) -> None:
    """`at_hash`, where it is given: the left half of the access token's hash."""
    if "at_hash" not in claims or not algorithm[2:].isdigit():
        return
    digest = hashlib.new(f"sha{algorithm[2:]}", access_token.encode()).digest()
    expected = urlsafe_b64encode(digest[: len(digest) // 2]).rstrip(b"=").decode()
    if not hmac.compare_digest(str(claims["at_hash"]).encode(), expected.encode()):
        raise OAuth2Error("The ID token belongs to another access token.")
