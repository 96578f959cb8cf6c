"""What a request asks for, told from the raw environ; and the environ of the visitor who stands for all of them.

A page to be kept is made for a visitor without cookies, address, browser or past: nothing of whoever happened to
ask first can be in it, because nothing of them is there while it is made.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import get_str_from_wsgi
from django.http.cookie import parse_cookie
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from core.pagecache.shown import SHOWING, Showing

Environ = dict[str, Any]
Key = tuple[str, str, str, str, str, bool]
MOST_LANGUAGES = 2  # more would make too many pages of one
MOST_PATH, MOST_QUERY, MOST_COOKIES = 400, 400, 4096
# Headers that make a page another, or somebody's own. HTMX asks for pieces.
PERSONAL = ("HTTP_AUTHORIZATION", "HTTP_HX_REQUEST", "HTTP_HX_BOOSTED", "HTTP_HX_TARGET")
# Where a reader came from is counted, and is no part of the page.
TRAILS = frozenset({"gclid", "fbclid", "msclkid", "mc_cid", "mc_eid", "dclid", "ref"})
COPIED = (
    "SERVER_NAME", "SERVER_PORT", "SERVER_PROTOCOL", "SERVER_SOFTWARE", "SCRIPT_NAME", "HTTP_HOST",
    "wsgi.version", "wsgi.errors", "wsgi.multithread", "wsgi.multiprocess", "wsgi.run_once",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """One who is not signed in: which of the ways to show a page is theirs, and a consent to note what they read."""

    language: str
    has_answered: bool = False
    """Whether they were asked for their consent; the line that asks is then left out."""
    consent: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a visitor's cookies say about consent."""

    has_answered: bool
    consent: int | None = None


# Reads the consent out of cookies: an answer, or None where only Django can tell.
ReadConsent = Callable[[dict[str, str]], Answered | None]
_consents: list[ReadConsent] = []


def read_consent_with(read: ReadConsent) -> None:
    _consents[:] = [read]


def visitor_of(environ: Environ) -> Visitor | None:
    """The visitor behind a request; None where it may be somebody's own, so that Django answers."""
    for header in PERSONAL:
        if header in environ:
            return None
    said = environ.get("HTTP_COOKIE", "")
    languages = environ.get("HTTP_ACCEPT_LANGUAGE", "")
    refuses = environ.get("HTTP_SEC_GPC") == "1"  # as ConsentMiddleware reads it
    if not said:
        return _plain_visitor(_language(languages, ""), refuses)
    # Wherever the word stands, and however it is dressed up: whoever could be signed in is Django's.
    if len(said) > MOST_COOKIES or settings.SESSION_COOKIE_NAME in said or "messages" in said:
        return None
    cookies = parse_cookie(get_str_from_wsgi(environ, "HTTP_COOKIE", ""))
    answered = _consents[0](cookies) if _consents else Answered(False)
    if answered is None:
        return None
    language = _language(languages, cookies.get(settings.LANGUAGE_COOKIE_NAME, ""))
    if refuses:
        return _plain_visitor(language, True)
    return Visitor(language, answered.has_answered, answered.consent)


@lru_cache(maxsize=64)
def _plain_visitor(language: str, has_answered: bool) -> Visitor:
    return Visitor(language, has_answered)


def _language(accepted: str, chosen: str) -> str:
    """The language Django would choose."""
    if len(settings.LANGUAGES) == 1:
        return settings.LANGUAGE_CODE
    return _chosen_language(accepted[:500], chosen[:20])


@lru_cache(maxsize=512)
def _chosen_language(accepted: str, chosen: str) -> str:
    asked: Any = SimpleNamespace(
        COOKIES={settings.LANGUAGE_COOKIE_NAME: chosen}, META={"HTTP_ACCEPT_LANGUAGE": accepted}
    )
    return translation.get_language_from_request(asked)


@lru_cache(maxsize=512)
def liked_languages(accepted: str, known: frozenset[str]) -> str:
    """The two best liked ones of those a page may be read in, as a header says it; nothing where none is."""
    tags = parse_accept_lang_header(accepted[:500])
    names = dict.fromkeys(tag.partition("-")[0] for tag, _weight in tags)
    return ",".join([name for name in names if name in known][:MOST_LANGUAGES])


@lru_cache(maxsize=256)
def is_plain_host(host: str, port: str) -> bool:
    """Whether the host is written as browsers write it, with no other port than the site's or the server's own.

    Django takes any port and any case: nobody shall fill the cache with the same page under countless names.
    """
    name, colon, own = host.rpartition(":") if not host.endswith("]") else (host, "", "")
    name = name if colon else host
    if not name or name != name.lower() or name.endswith("."):
        return False
    return not colon or own in (port, str(urlsplit(settings.SITE_URL).port or ""))


def scheme_of(environ: Environ) -> str:
    """As Django reads it: the proxy's word only where one is trusted."""
    trusted = settings.SECURE_PROXY_SSL_HEADER
    if trusted and (said := environ.get(trusted[0])) is not None:
        return "https" if said.split(",", 1)[0].strip() == trusted[1] else "http"
    return str(environ.get("wsgi.url_scheme", "http"))


def plain_query(query: str, allowed: frozenset[str]) -> str | None:
    """The query as the page is kept under: only what it differs by, in one order, without the trails of campaigns.

    None where anything else is asked: Django answers that.
    """
    if not query:
        return ""
    if len(query) > MOST_QUERY:
        return None
    try:
        pairs = parse_qsl(query, keep_blank_values=True, strict_parsing=True, max_num_fields=20)
    except ValueError:
        return None
    kept = [pair for pair in pairs if not _is_trail(pair[0])]
    names = [name for name, _value in kept]
    odd = any("\0" in value or "�" in value for _name, value in kept)
    if odd or len(set(names)) != len(names) or not allowed.issuperset(names):
        return None
    return urlencode(sorted(kept))


def _is_trail(name: str) -> bool:
    return name.startswith("utm_") or name in TRAILS


def stand_in(environ: Environ, visitor: Visitor, query: str) -> tuple[Environ, Showing]:
    """The environ of the visitor who stands for all who get the same page."""
    showing = Showing()
    made = {name: environ[name] for name in COPIED if name in environ}
    made |= {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": environ["PATH_INFO"],
        "QUERY_STRING": query,
        "HTTP_ACCEPT": "text/html",
        "HTTP_ACCEPT_LANGUAGE": visitor.language,
        "wsgi.input": io.BytesIO(),
        "wsgi.url_scheme": environ.get("wsgi.url_scheme", "http"),
        SHOWING: showing,
    }
    made.setdefault("wsgi.errors", sys.stderr)
    trusted = settings.SECURE_PROXY_SSL_HEADER
    if trusted and scheme_of(environ) == "https":
        made[trusted[0]] = trusted[1]
    if visitor.has_answered:
        made["HTTP_SEC_GPC"] = "1"  # the way to say so without saying who
    return made, showing
