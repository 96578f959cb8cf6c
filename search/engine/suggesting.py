"""Titles while one types: every word so far, the last perhaps unfinished."""

from dataclasses import dataclass

from accounts.models import Viewer
from core.planned import planned
from search.engine.asked import NONE
from search.engine.ranking import CANDIDATES, values_for
from search.engine.visible import NotAtHome, readable_by
from search.engine.words import beginning_with, words_of

SHORTEST = 2
ENOUGH = 6

_TITLES = """
SELECT e.kind, e.object_id, e.title, e.url, space.name
FROM (SELECT {titles} AS words) asked, search_candidates(asked.words, asked.words, {given}) c
JOIN search_searchentry e ON e.id = c.id LEFT JOIN spaces_space space ON space.id = e.space_id
ORDER BY c.worth DESC, e.id DESC LIMIT %(size)s
"""  # noqa: S608 - written here; what people say is in the parameters


@dataclass(frozen=True, slots=True)
class Titled:
    kind: str
    object_id: int
    title: str
    url: str
    space_name: str | None


def titles(text: str, *, viewer: Viewer, limit: int = 6) -> list[Titled]:
    """What the viewer may read whose title has these words: solved, valued and fresh things first."""
    words = words_of(text, most=8)
    if not words or len(words[-1]) < SHORTEST:
        return []
    try:
        readable = readable_by(viewer)
    except NotAtHome:
        return []
    asking = beginning_with(words)
    values = values_for(NONE, start=0, size=limit, enough_fresh=0, enough_titled=ENOUGH)
    values["most_fresh"] = 0
    sql = _TITLES.format(titles=asking.selects, given=CANDIDATES.format(places=readable.arrays))
    rows = planned(sql, values | readable.params | asking.params)
    return [Titled(*row) for row in rows]
