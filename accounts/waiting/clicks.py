"""How many presses on our own pages lie between Post and posted: counted in the session, while something waits.

A page that we led to ourselves, and the provider's way back to us, are no press of anybody's.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

KEY = "walk"
REDIRECTS = (301, 302, 303, 307, 308)


def begin_counting(request: HttpRequest) -> None:
    request.session[KEY] = {"clicks": 0, "led": True}
    request.begins_walk = True  # type: ignore[attr-defined]


def counted(request: HttpRequest) -> int | None:
    """The presses so far, this request's own too; counting ends. None when nobody counted."""
    walk = request.session.pop(KEY, None)
    return walk["clicks"] + (request.method == "POST") if walk else None


def note_request(request: HttpRequest, response: HttpResponse) -> None:
    """Called after each answer; costs nothing while nothing waits."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not hasattr(request, "session"):
        return
    walk = request.session.get(KEY)
    if walk is None or not _is_page(request) or hasattr(request, "begins_walk"):
        return
    match = request.resolver_match
    is_way_back = match is not None and str(match.url_name).endswith("_callback")
    if request.method == "POST" or not (walk["led"] or is_way_back):
        walk["clicks"] += 1
    walk["led"] = response.status_code in REDIRECTS
    request.session[KEY] = walk


def _is_page(request: HttpRequest) -> bool:
    """What a person went to, not what a page fetched by itself."""
    return request.headers.get(
        "Sec-Fetch-Mode", "navigate"
    ) == "navigate" and not request.headers.get("HX-Request")
