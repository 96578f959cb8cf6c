"""One statement finds, ranks and marks: a bounded set of candidates, whatever the size of the index.

Candidates are the freshest matches and the freshest of those whose title matches. A window of the freshest entries is asked
first (engine/windows.py): when it holds enough, the rest of the index is left alone, and the page says "more than".
"""

from accounts.models import Viewer
from search.engine import ranking, spelling
from search.engine.asked import NONE, Filters
from search.engine.ranking import Asked
from search.engine.results import Page
from search.engine.visible import NotAtHome, readable_by
from search.engine.words import all_of, plain

FEW = 3
MOST_PAGES = 25
PAGE_SIZE = 20


def find(
    query: str,
    *,
    viewer: Viewer,
    filters: Filters = NONE,
    page: int = 1,
    size: int = PAGE_SIZE,
    exactly: bool = False,
) -> Page:
    """What the viewer may read that matches the query, best first. Odd queries find little, but never fail.

    When the words find fewer than FEW things, a likelier spelling is tried and, if it finds more,
    shown instead; `exactly` forbids that. Without words, what the filters ask for, freshest first.
    """
    query = plain(query)
    number = min(max(page, 1), MOST_PAGES)
    if not query and not filters.are_any:
        return Page(found=[], total=0)
    try:
        readable = readable_by(viewer)
    except NotAtHome:
        return Page(found=[], total=0)
    here = _page(query, Asked(readable, filters), number, size)
    if here.total >= FEW or exactly or not query:
        return here
    likelier = spelling.respelled(query, readable)
    if not likelier:
        return here
    there = _page(likelier, Asked(readable, filters), number, size, instead=likelier)
    return there if there.total > here.total else here


def _page(query: str, asked: Asked, number: int, size: int, instead: str = "") -> Page:
    asking = all_of(query, asked.filters.as_marks())
    start = (number - 1) * size
    best = ranking.best(asking, asked, start=start, size=size)
    return Page(
        found=best.found,
        total=best.total,
        total_is_capped=best.is_capped,
        number=number,
        has_next=start + size < best.total and number < MOST_PAGES,
        instead=instead,
    )
