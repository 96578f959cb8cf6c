"""Which candidates come first. One statement, whatever the size of the index: candidates (migration 0004), weights, marks.

Candidates are the freshest matches and the freshest of those whose title matches. A window of the freshest entries is asked
first (windows.py); when it holds enough, the rest of the index is left alone, and the page says "more than".
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString

from core.planned import planned
from search.engine.asked import Filters
from search.engine.results import Found
from search.engine.showing import shown
from search.engine.visible import Readable
from search.engine.windows import frame, wide_frame
from search.engine.words import Asking

MOST_FRESH = 400
MOST_TITLED = 200
ENOUGH_FRESH, ENOUGH_TITLED, ENOUGH_ALIKE = 200, 10, 40
"""When a window holds so many candidates, the rest of the index is left alone."""
WEIGHED = 50
"""So many candidates beyond those shown are weighed by all their words; before that, by what is quick to know."""

_SHOWN = """e.id, e.language, e.title, left(e.opening, 1500), e.kind, e.object_id, e.url,
    e.space_id, space.name, e.is_solved, e.created_at, e.updated_at"""

_BY_WORDS = f"""
WITH asked AS MATERIALIZED (SELECT {{selects}} AS words, {{titles}} AS titles, {{shown}} AS shown),
best AS MATERIALIZED (
    SELECT e.id, e.updated_at, c.total, c.is_capped,
        c.worth * (0.01 + ts_rank('{{{{0.1, 0.2, 0.5, 1.0}}}}', e.document, asked.shown, 1)) AS weight
    FROM asked, search_candidates(asked.words, asked.titles, {{given}}) c JOIN search_searchentry e ON e.id = c.id
    ORDER BY weight DESC, e.updated_at DESC, e.id DESC OFFSET %(start)s LIMIT %(size)s
)
SELECT best.total, best.is_capped, best.weight, {_SHOWN}
FROM best JOIN search_searchentry e USING (id) LEFT JOIN spaces_space space ON space.id = e.space_id
ORDER BY best.weight DESC, best.updated_at DESC, best.id DESC
"""  # noqa: S608 - written here; what people say is in the parameters

_BY_TIME = f"""
SELECT c.total, c.is_capped, 1.0::float8, {_SHOWN}
FROM search_candidates({{selects}}, NULL, {{given}}) c
JOIN search_searchentry e ON e.id = c.id LEFT JOIN spaces_space space ON space.id = e.space_id
ORDER BY e.updated_at DESC, e.id DESC OFFSET %(start)s LIMIT %(size)s
"""  # noqa: S608 - written here; what people say is in the parameters

CANDIDATES = """%(frame)s::tsquery, %(wide)s::tsquery, {places}, %(begun_before)s::timestamptz, %(active_since)s::timestamptz,
    %(most_fresh)s::int, %(most_titled)s::int, %(enough_fresh)s::int, %(enough_titled)s::int,
    %(weighed)s::int"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and for what besides words."""

    readable: Readable
    filters: Filters


@dataclass(frozen=True, slots=True)
class Best:
    found: list[Found] = field(default_factory=list)
    total: int = 0
    is_capped: bool = False


def best(
    asking: Asking,
    asked: Asked,
    *,
    start: int,
    size: int,
    titles: Asking | None = None,
    is_marked: bool = True,
) -> Best:
    """The best of the candidates, from `start`. `titles`: what titles are asked for, where that is something else.

    Not `is_marked`: nothing is marked, and no text is read for a snippet.
    """
    given = CANDIDATES.format(places=asked.readable.arrays)
    values = values_for(
        asked.filters, start=start, size=size,
        enough_fresh=ENOUGH_FRESH, enough_titled=ENOUGH_ALIKE if titles else ENOUGH_TITLED,
    )  # fmt: skip
    values |= asked.readable.params | asking.params | (titles.params if titles else {})
    if asking.has_words:
        wanted = (titles or asking).selects
        sql = _BY_WORDS.format(
            selects=asking.selects, titles=wanted, shown=asking.shown, given=given
        )
    else:
        sql = _BY_TIME.format(selects=asking.selects, given=given)
    rows = planned(sql, values)
    return Best(_found(rows, asking, is_marked), rows[0][0], rows[0][1]) if rows else Best()


def values_for(
    filters: Filters, *, start: int, size: int, enough_fresh: int, enough_titled: int
) -> dict[str, Any]:
    """The parameters of CANDIDATES, beside places and words."""
    return {
        "start": start, "size": size, "weighed": start + size + WEIGHED, "frame": frame(), "wide": wide_frame(),
        "begun_before": filters.begun_before, "active_since": filters.active_since,
        "most_fresh": MOST_FRESH, "most_titled": MOST_TITLED,
        "enough_fresh": enough_fresh, "enough_titled": enough_titled,
    }  # fmt: skip


def _found(rows: list[tuple], asking: Asking, is_marked: bool) -> list[Found]:
    if is_marked:
        texts = shown([row[3:7] for row in rows], asking.shown_words, asking.beginnings)
    else:
        texts = {row[3]: (escape(row[5]), SafeString()) for row in rows}
    return [
        Found(
            kind=kind,
            object_id=object_id,
            title=title,
            marked_title=texts[pk][0],
            url=url,
            snippet=texts[pk][1],
            space_id=space_id,
            space_name=space_name or "",
            is_solved=is_solved,
            created_at=created_at,
            updated_at=updated_at,
            weight=weight,
        )
        for (_total, _capped, weight, pk, _code, title, _opening, kind, object_id, url, space_id, space_name, is_solved,
             created_at, updated_at) in rows
    ]  # fmt: skip
