"""The address a mail about a case is answered to, and the thread it stands in: both signed, so that whoever has one may write.

A `From` proves nothing. What does: the signed address among those a mail went to, or the signed name of its thread among
its references. Each dies with the case's `follow_key`.
"""

import hmac
import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from support.models import Case

SALT = "support.reply"
_SIGNS = 24  # hexadecimal: 96 bits
_ADDRESS = re.compile(rf"[^@+\s<>]+\+c(\d{{4,12}})\.([0-9a-f]{{{_SIGNS}}})@[^@\s<>]+", re.I)
_THREAD = re.compile(rf"<case-(\d{{4,12}})\.([0-9a-f]{{{_SIGNS}}})@[^@\s<>]+>", re.I)
MOST_LOOKED_AT = 40
_mailbox: list[Callable[[], str]] = []


def take_replies_at(asked: Callable[[], str]) -> None:
    """`asked()` says at which address mail reaches us; nothing where none does. Said by a higher floor, in its apps.py."""
    _mailbox[:] = [asked]


def own_host() -> str:
    return urlsplit(settings.SITE_URL).hostname or "localhost"


def reply_address(case: Case) -> str:
    """support+c1005.<signature>@example.com, or nothing where we receive no mail."""
    local, at, domain = (_mailbox[0]() if _mailbox else "").rpartition("@")
    return f"{local}+c{case.number}.{_sign(case, settings.SECRET_KEY)}{at}{domain}" if at else ""


def thread_name(case: Case) -> str:
    """What mails about the case refer to, and answers to them after it."""
    return f"<case-{case.number}.{_sign(case, settings.SECRET_KEY)}@{own_host()}>"


def case_written_to(recipients: Iterable[str], references: Iterable[str]) -> Case | None:
    """The case whose signed address or thread a mail names."""
    named = [_ADDRESS.fullmatch(each.strip()) for each in list(recipients)[:MOST_LOOKED_AT]]
    named += [_THREAD.fullmatch(each.strip()) for each in list(references)[:MOST_LOOKED_AT]]
    signs = {(int(match[1]), match[2].lower()) for match in named if match}
    if not signs:
        return None
    cases = {case.number: case for case in Case.objects.filter(number__in=[n for n, _s in signs])}
    for number, signature in sorted(signs):
        if number in cases and _is_signed(cases[number], signature):
            return cases[number]
    return None


def _is_signed(case: Case, signature: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(hmac.compare_digest(_sign(case, key), signature) for key in keys)


def _sign(case: Case, key: str) -> str:
    said = f"{case.pk}:{case.follow_key.hex}"
    return salted_hmac(SALT, said, secret=key, algorithm="sha256").hexdigest()[:_SIGNS]
