from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank, SearchVector
from django.db.models import Case, Count, F, QuerySet, Value, When, Window
from django.db.models.expressions import Combinable
from django.db.models.functions import Extract, Greatest, Left, Ln, Now

from accounts.models import Viewer
from search.engine.results import Found, Page
from search.engine.spelling import respelled
from search.engine.visible import visible_to
from search.engine.words import MARK_END, MARK_START, all_of, marked, plain
from search.models import SearchEntry
from search.models.entry import WORDS

MOST_WITH_TITLE = 400
MOST_FRESH = 1_000
FEW = 3
MOST_PAGES = 50
SNIPPET_CHARS = 6_000
SOLVED_WEIGHS = 1.25
HALF_LIFE_YEARS = 4.0
_YEAR_SECONDS = 31_557_600.0


def find(
    query: str,
    *,
    viewer: Viewer,
    space_id: int | None = None,
    kinds: tuple[str, ...] = (),
    solved_only: bool = False,
    page: int = 1,
    size: int = 20,
    exactly: bool = False,
) -> Page:
    """What the viewer may read that matches the query, best first. Odd queries find little, but never fail.

    When the words find fewer than FEW things, a likelier spelling is tried and, if it finds more,
    shown instead; `exactly` forbids that.
    """
    query = plain(query)
    number = min(max(page, 1), MOST_PAGES)
    if not query:
        return Page(found=[], total=0)
    entries = visible_to(viewer, space_id=space_id, kinds=kinds, solved_only=solved_only)
    here = _page(entries, all_of(query), number, size)
    if here.total >= FEW or exactly:
        return here
    likelier = respelled(query, entries)
    if not likelier:
        return here
    there = _page(entries, all_of(likelier), number, size, instead=likelier)
    return there if there.total > here.total else here


def _page(
    entries: QuerySet[SearchEntry], query: SearchQuery, number: int, size: int, instead: str = ""
) -> Page:
    ranked = (
        SearchEntry.objects.filter(pk__in=candidates(entries, query, MOST_WITH_TITLE, MOST_FRESH))
        .annotate(relevance=relevance(query), total=Window(Count("pk")))
        .order_by("-relevance", "-updated_at", "-pk")
    )
    start = (number - 1) * size
    rows = list(ranked.values_list("pk", "total")[start : start + size])
    total = min(rows[0][1], MOST_FRESH) if rows else 0
    return Page(
        found=shown([pk for pk, _ in rows], query),
        total=total,
        total_is_capped=total >= MOST_FRESH,
        number=number,
        has_next=start + size < total and number < MOST_PAGES,
        instead=instead,
    )


def candidates(
    entries: QuerySet[SearchEntry], query: SearchQuery, most_with_title: int, most_fresh: int
) -> QuerySet:
    """The ids worth ranking: matching titles, and the freshest matches whatever their title."""
    matching = entries.filter(document=query).order_by("-updated_at", "-pk").values("pk")
    with_title = matching.annotate(title_words=SearchVector("title", config=WORDS)).filter(
        title_words=query
    )
    return with_title.values("pk")[:most_with_title].union(matching[:most_fresh])


def relevance(query: SearchQuery) -> Combinable:
    """Title over body (1.0 to 0.1), solved over unsolved, valued over ignored, fresh over stale."""
    words = SearchRank(F("document"), query, weights=[0.1, 0.2, 0.4, 1.0], normalization=Value(1))
    solved = Case(When(is_solved=True, then=Value(SOLVED_WEIGHS)), default=Value(1.0))
    valued = Value(1.0) + Value(0.03) * Ln(Greatest(F("score"), Value(0)) + Value(1.0))
    years = Extract(Now() - F("updated_at"), "epoch") / Value(_YEAR_SECONDS)
    fresh = Value(1.0) / (Value(1.0) + Greatest(years, Value(0.0)) / Value(HALF_LIFE_YEARS))
    return words * solved * valued * fresh


def shown(ids: list[int], query: SearchQuery) -> list[Found]:
    """The entries in the order of their ids, with what matched marked. Headlines are dear: only for these."""
    how: dict[str, Any] = {"config": WORDS, "start_sel": MARK_START, "stop_sel": MARK_END}
    rows = (
        SearchEntry.objects.filter(pk__in=ids)
        .annotate(
            title_line=SearchHeadline("title", query, highlight_all=True, **how),
            text_lines=SearchHeadline(
                Left("text", SNIPPET_CHARS), query, max_words=32, min_words=16, max_fragments=2,
                fragment_delimiter=" … ", **how,
            ),
        )
        .select_related("space")
        .defer("text", "document")
    )  # fmt: skip
    by_id = {row.pk: _found(row) for row in rows}
    return [by_id[each] for each in ids if each in by_id]


def _found(row: Any) -> Found:
    return Found(
        kind=row.kind,
        object_id=row.object_id,
        title=row.title,
        marked_title=marked(row.title_line),
        url=row.url,
        snippet=marked(row.text_lines),
        space_id=row.space_id,
        space_name=row.space.name if row.space else "",
        is_solved=row.is_solved,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
