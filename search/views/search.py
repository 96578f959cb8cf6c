from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from search import engine
from search.engine.words import MOST_QUERY_CHARS, plain
from search.forms import KINDS, SearchForm


class SearchView(View):
    """/search/?q=&kind=&space=&solved=&page=&exactly=: what the person asking may read, best first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        given = request.GET.dict()
        query = plain(given.get("q", ""))[:MOST_QUERY_CHARS]
        form = SearchForm({**given, "q": query}, viewer=request.user)
        form.is_valid()
        space = form.cleaned_data.get("space")
        kind = given.get("kind", "") if given.get("kind") in KINDS else ""
        page = engine.find(
            query,
            viewer=request.user,
            filters=engine.Filters(
                space_id=space.pk if space else None,
                kinds=KINDS[kind][1],
                states=("solved",) if form.cleaned_data.get("solved") else (),
            ),
            page=_number(given.get("page", "")),
            exactly="exactly" in given,
        )
        kept = {"q": query, "kind": kind, "space": space.slug if space else ""}
        kept |= {"solved": "1"} if form.cleaned_data.get("solved") else {}
        context = {
            "form": form,
            "query": query,
            "page": page,
            "kind": kind,
            "tabs": [
                (label, name == kind, _address(kept, kind=name))
                for name, (label, _kinds) in KINDS.items()
            ],
            "newer": _address(kept, page=page.number - 1) if page.number > 1 else "",
            "older": _address(kept, page=page.number + 1) if page.has_next else "",
            "exactly_url": _address(kept, exactly=1),
            "related": self._related(request, query, page),
            "is_filtered": bool(space or kind or form.cleaned_data.get("solved")),
        }
        return render(request, "search/results/page.html", context)

    def _related(self, request: HttpRequest, query: str, page: engine.Page) -> list[engine.Found]:
        if page.found or not query:
            return []
        return engine.similar(query, viewer=request.user, limit=3)


class SimilarView(View):
    """A piece of the Ask page: what resembles the title being typed."""

    def get(self, request: HttpRequest) -> HttpResponse:
        title = request.GET.get("title", "")[:MOST_QUERY_CHARS]
        found = engine.similar(title, viewer=request.user) if len(title.strip()) > 3 else []
        return render(request, "search/_similar.html", {"found": found})


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _address(kept: dict[str, Any], **more: Any) -> str:
    return "?" + urlencode({name: value for name, value in {**kept, **more}.items() if value})
