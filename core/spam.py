"""Whether a text a visitor sends looks like a machine's. Asked before anything is kept or anybody signs in.

Four cheap questions: a field that people do not see stays empty; nobody reads and writes within two seconds;
a stranger's first words hold few links; and the same words do not come from everywhere.
"""

import hashlib
import re
import time
import uuid
from collections.abc import Mapping

import redis
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.valkey import valkey

TRAP = "homepage"
STAMP = "opened"
SALT = "core.spam"
LEAST_SECONDS = 2
MOST_LINKS = 5
SAME_TEXTS = 3
SAME_SECONDS = 86_400
LONG_ENOUGH = 24  # shorter words are everybody's: "Thank you, that helped."
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_SPACE = re.compile(r"[\W_]+")


class SpamRefused(ValueError):
    """Its words say what to change, for a person who was taken for a machine."""


def stamp(at: float | None = None) -> str:
    """Goes into a form as it is opened, and comes back with it."""
    return signing.Signer(salt=SALT).sign(str(int(time.time() if at is None else at)))


def demand_human(data: Mapping[str, str], *, text: str, key: uuid.UUID) -> None:
    """Raise SpamRefused unless the form looks like a person's. `key` is the form's: once more is not another."""
    if data.get(TRAP):
        raise SpamRefused(_("Please leave the field “homepage” empty, and send it again."))
    if _age(data.get(STAMP, "")) < LEAST_SECONDS:
        raise SpamRefused(_("That was very quick. Wait a moment, then press again."))
    if len(_LINK.findall(text)) > MOST_LINKS:
        raise SpamRefused(
            ngettext(
                "A first post may hold %(n)d link. Please take the others out.",
                "A first post may hold %(n)d links. Please take the others out.",
                MOST_LINKS,
            )
            % {"n": MOST_LINKS}
        )
    if _is_everywhere(text, key):
        raise SpamRefused(_("The same words were sent several times today. Say it in your own."))


def _age(value: str) -> float:
    """Seconds since the form was opened; -1 for one of ours it is not."""
    try:
        return time.time() - int(signing.Signer(salt=SALT).unsign(value))
    except (signing.BadSignature, ValueError):
        return -1


def _is_everywhere(text: str, key: uuid.UUID) -> bool:
    plain = _SPACE.sub(" ", text.casefold()).strip()
    if len(plain) < LONG_ENOUGH:
        return False
    name = f"hearth-same-text:{hashlib.sha256(plain.encode()).hexdigest()[:32]}"
    try:
        pipe = valkey().pipeline(transaction=False)
        pipe.sadd(name, str(key))
        pipe.expire(name, SAME_SECONDS)
        pipe.scard(name)
        return int(pipe.execute()[2]) > SAME_TEXTS
    except (redis.RedisError, OSError):
        return False  # posting stays open while Valkey is away
