"""Reading a file of cases: batches that commit with the note of how far they got."""

from collections.abc import Callable
from typing import BinaryIO, cast

from django.core.files.storage import default_storage
from django.db import reset_queries, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from integrations.casefile.columns import missing
from integrations.casefile.reading import Plan, Reader, RowRefused
from integrations.casefile.table import Table, TableRefused, TableRow, open_table, rows
from integrations.models import BadRow, CaseImport
from support.actions import receive_cases

BATCH = 200
MOST_BAD = 20_000
Stage = CaseImport.Stage
Told = Callable[[CaseImport], None]


def read_case_file(*, run: CaseImport, file: BinaryIO, told: Told = lambda run: None) -> CaseImport:
    """Read the file from where a reading of it ended; `told(run)` is called after each batch. Nobody is notified.

    Each batch is a transaction, and of two readers at once one gives way. Raises TableRefused before a row is read.
    """
    table = open_table(file)
    if table.digest != run.file_hash:
        raise TableRefused(_("This is not the file that was begun."))
    plan = Plan.of(run.plan)
    if lacking := missing(plan.columns):
        raise TableRefused(_("No column was chosen for “%s”.") % lacking[0].label)
    reader = Reader(run.desk, table.header, plan)
    batch: list[TableRow] = []
    for row in rows(file, table, after=max(1, run.last_row)):
        batch.append(row)
        if len(batch) >= BATCH:
            if not _take(run, reader, batch, table):
                return run
            told(run)
            batch = []
    if _take(run, reader, batch, table, is_last=True):
        told(run)
    return run


@transaction.atomic
def _take(
    run: CaseImport, reader: Reader, batch: list[TableRow], table: Table, *, is_last: bool = False
) -> bool:
    """Write a batch; False where another reader was quicker, or the import was ended."""
    held = CaseImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if held.last_row != run.last_row or held.stage in (Stage.DRAFT, Stage.FINISHED):
        return False
    cases, bad = [], []
    for row in batch:
        try:
            if row.why:
                raise RowRefused(row.why)
            cases.append(reader.case(row.cells))
        except RowRefused as why:
            bad.append(BadRow(run=run, number=row.number, cells=row.cells, why=str(why)[:300]))
    told = {(each.desk, each.reference) for each in cases}
    received = receive_cases(desk_cases=cases)
    BadRow.objects.bulk_create(bad, ignore_conflicts=True)
    run.new += len(received.new)
    run.changed += len(received.changed)
    # A row that names a case once more in the batch, and one of somebody forgotten, change nothing either.
    run.same += len(received.same) + received.forgotten + len(cases) - len(told)
    run.bad += len(bad)
    if batch:
        run.last_row, run.read_bytes = batch[-1].number, batch[-1].read_bytes
    run.stage = Stage.RUNNING
    if run.bad > MOST_BAD:
        run.stage, run.trouble = Stage.FAILED, _("Too many rows are wrong: are the columns right?")
    elif is_last:
        run.stage, run.finished_at, run.read_bytes = Stage.FINISHED, timezone.now(), table.size
    run.save()
    reset_queries()  # with DEBUG, Django would keep every statement
    return run.stage != Stage.FAILED


def run_case_imports() -> int:
    """Read the files that wait, and those whose reader died; returns how many were finished."""
    finished = 0
    waiting = CaseImport.objects.filter(stage__in=[Stage.WAITING, Stage.RUNNING]).exclude(
        stored_as=""
    )
    for run in waiting.order_by("made_at"):
        try:
            with default_storage.open(run.stored_as, "rb") as file:
                read_case_file(run=run, file=cast(BinaryIO, file))
        except (TableRefused, OSError) as error:
            CaseImport.objects.filter(pk=run.pk).update(
                stage=Stage.FAILED, trouble=str(error)[:300]
            )
        finished += run.stage == Stage.FINISHED
    return finished
