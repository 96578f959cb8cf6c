"""The second pass: batches that commit with the note of how far they got."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import reset_queries, transaction
from django.utils import timezone

from events.publishing import publish
from forums.models import Topic
from integrations.actions.check_dump import Findings
from integrations.actions.write_answers import write_answers
from integrations.actions.write_questions import write_questions
from integrations.events import ImportFinished
from integrations.models import ImportRun, ImportSource
from integrations.stackexchange.reading import read_rows
from integrations.stackexchange.rows import ANSWER, QUESTION, DumpPost, read_post
from search.actions import reindex
from search.sources import topics as topic_source

BATCH_POSTS = 1_000
BATCH_CHARS = 4_000_000
BATCH_TOPICS = 250
Stage = ImportRun.Stage
Told = Callable[[str, int, int], None]


def import_dump(
    *,
    source: ImportSource,
    folder: Path,
    found: Findings,
    told: Told = lambda stage, done, of: None,
) -> ImportRun:
    """Import what check_dump found, from where a run of the same file ended. Nobody is notified.

    Each batch is a transaction; `told(stage, done, of)` is called after it.
    """
    run, _made = ImportRun.objects.get_or_create(
        source=source, file_hash=found.file_hash, defaults={"left_out": found.left_out}
    )
    posts = folder / "Posts.xml"
    if run.stage == Stage.QUESTIONS:
        for batch in batches(posts, QUESTION, after=run.last_row):
            write_questions(run=run, posts=batch, last_row=batch[-1].row)
            _tell(told, run, run.questions, found.questions)
        _go_on(run, Stage.ANSWERS)
    if run.stage == Stage.ANSWERS:
        for batch in batches(posts, ANSWER, after=run.last_row):
            write_answers(run=run, posts=batch, last_row=batch[-1].row)
            _tell(told, run, run.answers, found.answers)
        _go_on(run, Stage.SEARCH)
    if run.stage == Stage.SEARCH:
        _index(run, told)
        _finish(run)
    return run


def batches(posts: Path, kind: int, *, after: int) -> Iterator[list[DumpPost]]:
    """Posts of the kind in rows beyond `after`, as many as fit the memory we allow ourselves."""
    batch: list[DumpPost] = []
    chars = 0
    for row in read_rows(posts, "posts"):
        if row.number <= after or row.values.get("PostTypeId") != str(kind):
            continue
        batch.append(read_post(row, is_checked=True))
        chars += len(batch[-1].body)
        if len(batch) >= BATCH_POSTS or chars >= BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def _index(run: ImportRun, told: Told) -> None:
    """Let the topics that came or grew be found. No event told the index of them."""
    touched = Topic.objects.filter(posts__in=run.posts.values("post")).distinct()
    of, done = touched.count(), 0
    while ids := list(
        touched.filter(pk__gt=run.last_row)
        .order_by("pk")
        .values_list("pk", flat=True)[:BATCH_TOPICS]
    ):
        with transaction.atomic():
            reindex(kind=topic_source.KIND, ids=ids)
            run.last_row = ids[-1]
            run.save(update_fields=["last_row"])
        done += len(ids)
        _tell(told, run, done, of)


def _go_on(run: ImportRun, stage: str) -> None:
    run.stage, run.last_row = stage, 0
    run.save(update_fields=["stage", "last_row"])


@transaction.atomic
def _finish(run: ImportRun) -> None:
    run.stage, run.finished_at = Stage.FINISHED, timezone.now()
    run.save(update_fields=["stage", "finished_at"])
    publish(ImportFinished(run_id=run.pk))


def _tell(told: Told, run: ImportRun, done: int, of: int) -> None:
    reset_queries()  # with DEBUG, Django would keep every statement
    told(run.stage, done, of)
