from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from search.engine.words import plain
from search.models import SearchEntry
from search.registry import Document

MOST_TEXT_CHARS = 30_000
_LOCKS = 0x5EA2C4  # the first half of the advisory locks' names
_KEPT = ["space", "title", "text", "url", "is_solved", "score", "created_at", "updated_at"]


def index(
    kind: str,
    object_id: int,
    *,
    space_id: int | None,
    title: str,
    text: str,
    url: str,
    created_at: datetime,
    updated_at: datetime,
    is_solved: bool = False,
    score: int = 0,
) -> None:
    """Put a thing into the index, or what it says now in place of what it said before."""
    put(
        [
            Document(
                kind=kind, object_id=object_id, space_id=space_id, title=title, text=text, url=url,
                created_at=created_at, updated_at=updated_at, is_solved=is_solved, score=score,
            )
        ]
    )  # fmt: skip


def put(documents: Sequence[Document]) -> None:
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                kind=each.kind,
                object_id=each.object_id,
                space_id=each.space_id,
                title=plain(each.title)[:200],
                text=plain(each.text)[:MOST_TEXT_CHARS],
                url=each.url,
                is_solved=each.is_solved,
                score=each.score,
                created_at=each.created_at,
                updated_at=each.updated_at,
            )
            for each in documents
        ],
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=_KEPT,
    )


def remove(kind: str, *object_ids: int) -> None:
    """Take things out of the index, if they are there."""
    SearchEntry.objects.filter(kind=kind, object_id__in=object_ids).delete()


def missing_from(kind: str, known: set[int]) -> list[int]:
    """Ids of entries of the kind that are not among the known ones."""
    ids = SearchEntry.objects.filter(kind=kind).values_list("object_id", flat=True)
    return [each for each in ids.iterator() if each not in known]


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
