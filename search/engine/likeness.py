from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import QuerySet, Value

from accounts.models import Viewer
from search.engine.finding import candidates, relevance, shown
from search.engine.results import Found
from search.engine.spelling import spellings
from search.engine.visible import visible_to
from search.engine.words import any_of, plain, words_of
from search.models import SearchEntry

MOST_WITH_TITLE = 600
MOST_FRESH = 600
WORTH_OFFERING = 0.3  # of the best one's relevance


def similar(
    text: str,
    *,
    viewer: Viewer,
    kinds: tuple[str, ...] = ("topic", "article"),
    solved_only: bool = False,
    limit: int = 5,
) -> list[Found]:
    """What the viewer may read that resembles the text: any of its words, misspellings forgiven."""
    words = words_of(text)
    if not words:
        return []
    entries = visible_to(viewer, kinds=kinds, solved_only=solved_only)
    unfinished = text[-1:].isalnum()
    text = plain(text)
    query = any_of(words, unfinished=unfinished)
    ids = _best(entries, query, text, limit)
    if len(ids) < limit and (better := spellings(words, entries)):
        query = any_of([*better.values(), *words], unfinished=unfinished)
        ids = _best(entries, query, text, limit)
    return shown(ids, query)


def _best(entries: QuerySet[SearchEntry], query: SearchQuery, text: str, limit: int) -> list[int]:
    alike = relevance(query) + Value(0.3) * TrigramSimilarity("title", text[:150])
    rows = list(
        SearchEntry.objects.filter(pk__in=candidates(entries, query, MOST_WITH_TITLE, MOST_FRESH))
        .annotate(likeness=alike)
        .order_by("-likeness", "-updated_at", "-pk")
        .values_list("pk", "likeness")[:limit]
    )
    return [pk for pk, likeness in rows if likeness >= WORTH_OFFERING * rows[0][1]]
