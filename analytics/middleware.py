from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import Purpose
from analytics.arrivals import Kind, arrival, opened_form, page_kind
from analytics.models.page_count import OPENED
from analytics.stream import Note, leave


class TouchMiddleware:
    """Notes which pages consenting people read, and counts the others without anybody's name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 200 and (form := opened_form(request)):
            leave(None, f"{OPENED}{form}")
        if response.status_code == 200 and (kind := page_kind(request)):
            came = arrival(
                request.get_full_path(), request.headers.get("Referer", ""), request.get_host()
            )
            leave(_note(request, kind, came.via, came.source), kind)
        elif _has_just_agreed(request, response):
            self._note_landing(request)
        return response

    def _note_landing(self, request: HttpRequest) -> None:
        """Whoever accepts on the first page they see has already left the address that brought them."""
        page = request.headers.get("Referer", "")
        came = arrival(page, request.POST.get("came_from", ""), request.get_host())
        if note := _note(request, Kind.VISIT, came.via, came.source):
            leave(note, Kind.VISIT)


def _has_just_agreed(request: HttpRequest, response: HttpResponse) -> bool:
    match = request.resolver_match
    return bool(
        match
        and match.view_name == "accounts:consent"
        and response.status_code < 400
        and request.POST.get("answer") == "accept"
    )


def _note(request: HttpRequest, kind: str, via: str, source: str) -> Note | None:
    consent_id = request.consent.allows(Purpose.ANALYTICS)  # type: ignore[attr-defined]
    if consent_id is None:
        return None
    asked_for = request.resolver_match.kwargs if request.resolver_match else {}
    return Note(
        consent=consent_id,
        kind=kind,
        at=timezone.now().isoformat(),
        topic=asked_for.get("topic_id", "") if kind == Kind.READ_TOPIC else "",
        article=asked_for.get("slug", "") if kind == Kind.READ_ARTICLE else "",
        via=via,
        source=source,
        missed=_in_vain(getattr(request, "searched_in_vain", "")) if kind == Kind.SEARCH else "",
    )


def _in_vain(words: str) -> str:
    """Told apart by nothing but their letters; addresses of people are not noted."""
    said = " ".join(words.casefold().split())[:100]
    return "" if "@" in said else said
