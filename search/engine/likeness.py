from accounts.models import Viewer
from search.engine import ranking, spelling
from search.engine.asked import Filters
from search.engine.ranking import Asked
from search.engine.results import Found
from search.engine.visible import NotAtHome, readable_by
from search.engine.words import any_of, two_of, words_of

WORTH_OFFERING = 0.3  # of the best one's weight
ANSWERS = Filters(kinds=("topic", "article"))


def similar(
    text: str,
    *,
    viewer: Viewer,
    filters: Filters = ANSWERS,
    limit: int = 5,
    but: tuple[str, int] | None = None,
    enough: int | None = None,
    is_marked: bool = True,
) -> list[Found]:
    """What the viewer may read that resembles the text: any of its words. `but`: not this one.

    With fewer than `enough` (else `limit`), likelier spellings are tried as well; with 0 never. Not `is_marked`: neither snippets nor marked titles.
    """
    words = words_of(text)
    if not words:
        return []
    try:
        asked = Asked(readable_by(viewer), filters)
    except NotAtHome:
        return []
    found = _best(words, asked, limit + 1, is_marked)
    if len(found) < (limit if enough is None else enough) and (
        better := spelling.spellings(words, asked.readable)
    ):
        found = _best([*better.values(), *words], asked, limit + 1, is_marked)
    found = [each for each in found if (each.kind, each.object_id) != but]
    return [each for each in found if each.weight >= WORTH_OFFERING * found[0].weight][:limit]


def _best(words: list[str], asked: Asked, limit: int, is_marked: bool) -> list[Found]:
    """Titles with any two of the words wherever they are, and what is fresh with any one of them."""
    marks = asked.filters.as_marks()
    titles = two_of(words, marks)
    asking = any_of(words, marks)
    return ranking.best(
        asking, asked, start=0, size=limit, titles=titles, is_marked=is_marked
    ).found
