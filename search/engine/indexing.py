from collections.abc import Collection, Iterable, Sequence

from django.db import connection
from django.db.models import F, Q

from core.copying import copy_rows
from core.pagecache import changed
from search.engine import marks
from search.engine.words import plain
from search.models import SearchEntry
from search.registry import Document
from spaces.models import Language

FOUND = "found"
"""Under this name visitors' pages of results are kept: see core.pagecache."""
MOST_TEXT_CHARS = 30_000
MADE_BY = 1
"""How documents are read and marked; a higher number here has everything read again, little by little."""
_LOCKS = 0x5EA2C4  # the first half of the advisory locks' names
_KEPT = [
    "space", "board", "language", "title", "tags", "solution", "opening", "text", "marks", "url", "is_solved", "score",
    "created_at", "updated_at", "made_by",
]  # fmt: skip


def put(documents: Sequence[Document]) -> None:
    """Put things into the index, or what they say now in place of what they said before."""
    if documents:
        changed(FOUND)
    SearchEntry.objects.bulk_create(
        [_entry(each) for each in documents],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=_KEPT,
    )


def fill(documents: Iterable[Document]) -> int:
    """Put many things into the index that are not in it yet, by COPY; returns how many."""
    kept = {"kind", "object_id", *_KEPT}
    columns = [each.attname for each in SearchEntry._meta.concrete_fields if each.name in kept]
    entries = (_entry(each) for each in documents)
    return copy_rows(
        SearchEntry, columns, ([getattr(e, name) for name in columns] for e in entries)
    )


def _entry(each: Document) -> SearchEntry:
    tags = [plain(tag)[:100] for tag in each.tags]
    return SearchEntry(
        kind=each.kind,
        object_id=each.object_id,
        space_id=each.space_id,
        board_id=each.board_id,
        language=each.language if each.language in Language.values else Language.OTHER,
        title=plain(each.title)[:200],
        tags=tags,
        solution=plain(each.solution)[:MOST_TEXT_CHARS],
        opening=plain(each.opening)[:MOST_TEXT_CHARS],
        text=plain(each.text)[:MOST_TEXT_CHARS],
        marks=_marks(each),
        url=each.url,
        is_solved=each.is_solved,
        score=each.score,
        created_at=each.created_at,
        updated_at=each.updated_at,
        made_by=MADE_BY,
    )


def _marks(each: Document) -> list[str]:
    found = [
        marks.of_language(each.language if each.language in Language.values else Language.OTHER),
        marks.of_kind(each.kind),
        *marks.of_times(each.updated_at),
        *(marks.of_tag(plain(tag)) for tag in each.tags),
        *(marks.of_state(state) for state in each.states),
        *(marks.of_author(author_id) for author_id in each.author_ids),
    ]
    found += [marks.of_space(each.space_id)] if each.space_id else []
    found += [marks.of_board(each.board_id)] if each.board_id else []
    return sorted(set(found))


def remove(kind: str, *object_ids: int) -> None:
    """Take things out of the index, if they are there."""
    if object_ids and SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).delete()[0]:
        changed(FOUND)


def missing_from(kind: str, known: Collection[int]) -> list[int]:
    """Ids of entries of the kind that are not among the known ones."""
    ids = SearchEntry.objects.filter(kind=kind).values_list("object_id", flat=True)
    return [each for each in ids.iterator() if each not in known]


def outdated(most: int) -> list[tuple[str, int]]:
    """Kind and id of some entries that were read in an older way, or before their space changed its language."""
    rows = SearchEntry.objects.filter(
        Q(made_by__lt=MADE_BY) | (Q(space__isnull=False) & ~Q(language=F("space__language")))
    )
    return list(rows.order_by().values_list("kind", "object_id")[:most])


def doubt(author_ids: Sequence[int]) -> None:
    """Have everything that these members wrote read again by the clock."""
    asked = " | ".join(marks.written(marks.of_author(each)) for each in author_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE search_searchentry SET made_by = 0 WHERE document @@ %s::tsquery", [asked]
        )


def lock(kind: str, object_ids: Sequence[int]) -> None:
    """Until the transaction ends, nobody else reads and indexes these: the later reader writes later."""
    names = sorted({hash_of(kind, each) for each in object_ids})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_advisory_xact_lock(%s, each)) FROM unnest(%s::int[]) each",
            [_LOCKS, names],
        )


def hash_of(kind: str, object_id: int) -> int:
    """A number that is the same in every process; two things may share one, and then wait for each other."""
    return (sum(kind.encode()) * 7919 + object_id) % 2**31
