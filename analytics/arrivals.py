"""Which page was read, and how its reader came to it. Pure: no database, no Valkey."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.http import HttpRequest

from analytics.models import Touch
from core.pagecache.reads import is_robot

Kind, Via = Touch.Kind, Touch.Via
PAGES: dict[str, str] = {
    "home": Kind.VISIT,
    "forums:latest": Kind.VISIT,
    "forums:spaces": Kind.VISIT,
    "forums:space": Kind.VISIT,
    "forums:board": Kind.VISIT,
    "forums:topic": Kind.READ_TOPIC,
    "forums:ask": Kind.ASK,
    "content:articles": Kind.VISIT,
    "content:article": Kind.READ_ARTICLE,
    "search:find": Kind.SEARCH,
    "support:contact": Kind.CONTACT,
}
FORMS: dict[str, str] = {"forums:ask": "forums.topic", "forums:reply": "forums.reply"}
"""Forms that visitors write in before signing in."""
SEARCH_ENGINES = re.compile(
    r"(^|\.)(google|bing|duckduckgo|ecosia|qwant|startpage|yahoo|yandex|baidu|kagi|brave)\.", re.I
)
CAMPAIGN = re.compile(r"[^\w.\- ]")


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came to a page."""

    via: str
    source: str = ""


def page_kind(request: HttpRequest) -> str | None:
    """The kind of page a person asked for; None for pieces of pages, prefetching and robots."""
    match = request.resolver_match
    if match is None or request.method != "GET":
        return None
    is_piece = request.headers.get("HX-Request") and not request.headers.get("HX-Boosted")
    is_early = "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))
    if is_piece or is_early or is_bot(request):
        return None
    kind = PAGES.get(match.view_name)
    if kind == Kind.SEARCH and not request.GET.get("q", "").strip():
        return None
    return kind


def opened_form(request: HttpRequest) -> str | None:
    """The kind of form a visitor was just shown, in a page or by itself; None for everybody else."""
    form = FORMS.get(request.resolver_match.view_name) if request.resolver_match else None
    if form is None or request.method != "GET" or is_bot(request):
        return None
    return None if request.user.is_authenticated else form


def is_bot(request: HttpRequest) -> bool:
    return is_robot(request.headers.get("User-Agent", ""))


def arrival(page_address: str, referrer: str, own_host: str) -> Arrival:
    """Out of the page's address (a campaign is named there) and the address they came from."""
    campaign = CAMPAIGN.sub("", _campaign_in(page_address)).strip()[:100]
    if campaign:
        return Arrival(Via.CAMPAIGN, campaign)
    host = _host_of(referrer)
    if not host:
        return Arrival(Via.DIRECT)
    if host == own_host.rsplit(":", 1)[0]:
        return Arrival(Via.INSIDE)
    if SEARCH_ENGINES.search(host):
        return Arrival(Via.SEARCH, host)
    return Arrival(Via.REFERRAL, host)


def _campaign_in(address: str) -> str:
    try:
        return parse_qs(urlsplit(address).query).get("utm_campaign", [""])[0]
    except ValueError:  # such as "http://[": anybody may write any Referer
        return ""


def _host_of(address: str) -> str:
    """The host, as far as it is one: what is written into tables holds no control characters."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return host[:100] if host.isprintable() else ""
