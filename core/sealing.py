"""Secrets that others gave us, at rest: sealed with keys made from SECRET_KEY, so that a copy of the database alone tells none."""

import hashlib
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PURPOSE = b"hearth.sealing:"


class Unreadable(Exception):
    """It was sealed with another SECRET_KEY: it has to be given again."""


def seal(text: str) -> str:
    """Sealed for the database; nothing stays nothing."""
    return _keys().encrypt(text.encode()).decode() if text else ""


def unseal(sealed: str) -> str:
    """What was sealed, by the present key or one of SECRET_KEY_FALLBACKS. Raises Unreadable."""
    try:
        return _keys().decrypt(sealed.encode()).decode() if sealed else ""
    except InvalidToken as error:
        raise Unreadable("It was sealed with another SECRET_KEY.") from error


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(urlsafe_b64encode(hashlib.sha256(PURPOSE + secret.encode()).digest()))
            for secret in secrets
        ]
    )
