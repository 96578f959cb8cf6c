from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Viewer
from core.pagecache import shows
from core.prepared import Prepared
from search import engine
from search.cached import NAMES
from search.pace import demand_pace
from search.wording import NAMES as NAMES_OF_FILTERS
from search.wording import STATES, Wish, read, understand
from spaces.models import Space

_spaces = Prepared(
    lambda viewer: Space.objects.visible_to(viewer).order_by("position", "name").values_list("slug", "name")
)  # fmt: skip


class SearchView(View):
    """/search/?q=&kind=&in=&by=&tag=&is=&before=&after=&page=&exactly=: what the person asking may read, best first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand_pace(request, "search", settings.SEARCHES_A_MINUTE)
        shows(request, *NAMES)
        wish = read(request.GET)
        understood = understand(wish, request.user)
        page = engine.find(
            wish.words,
            viewer=request.user,
            filters=understood.filters,
            page=_number(request.GET.get("page", "")),
            exactly="exactly" in request.GET,
        )
        if wish.words and not page.found:
            request.searched_in_vain = wish.words  # type: ignore[attr-defined]
        kept = _kept(wish, request)
        context = {
            "wish": wish,
            "troubles": understood.troubles,
            "page": page,
            "has_asked": bool(wish.words) or understood.filters.are_any,
            "is_narrowed": any(wish.given.values()),
            "is_open": any(request.GET.get(name) for name in NAMES_OF_FILTERS),
            "spaces": _spaces.fetch(request.user),
            "states": _states(),
            "tabs": [
                (label, name == wish.kind, _address(kept, kind=name))
                for name, label in _tabs().items()
            ],
            "newer": _address(kept, page=page.number - 1) if page.number > 1 else "",
            "older": _address(kept, page=page.number + 1) if page.has_next else "",
            "exactly_url": _address(kept, exactly=1),
            "related": _related(request.user, wish, page),
        }
        response = render(request, "search/results/page.html", context)
        response["X-Robots-Tag"] = "noindex"
        return response


def _related(viewer: Viewer, wish: Wish, page: engine.Page) -> list[engine.Found]:
    if page.found or not wish.words:
        return []
    return engine.similar(wish.words, viewer=viewer, limit=3)


def _tabs() -> dict[str, str]:
    return {
        "": _("Everything"),
        "topic": _("Conversations"),
        "article": _("Articles"),
        "policy": _("Policies and votes"),
    }


def _states() -> list[tuple[str, str]]:
    words = {
        "solved": _("Solved"), "unsolved": _("Unsolved questions"), "question": _("Questions"),
        "discussion": _("Discussions"), "idea": _("Ideas"), "announcement": _("Announcements"),
    }  # fmt: skip
    return [(state, words[state]) for state in STATES if state in words]


def _kept(wish: Wish, request: HttpRequest) -> dict[str, str]:
    """What the address says, as far as it was understood, for links to other pages of the same search."""
    said = {
        name: request.GET[name][:100]
        for name in (*NAMES_OF_FILTERS, "space", "solved")
        if request.GET.get(name)
    }
    return {"q": wish.query, "kind": wish.kind, **said}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _address(kept: dict[str, Any], **more: Any) -> str:
    return "?" + urlencode({name: value for name, value in {**kept, **more}.items() if value})
