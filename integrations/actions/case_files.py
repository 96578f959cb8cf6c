"""A file of cases is brought, its columns are said, and its reading begins."""

from datetime import timedelta
from functools import partial
from typing import Any, BinaryIO

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.broker import hand_over
from core.rules import demand
from integrations.casefile.columns import guess
from integrations.casefile.moments import is_day_first
from integrations.casefile.reading import Plan
from integrations.casefile.table import Table, open_table, rows
from integrations.models import BadRow, CaseImport
from integrations.rules import may_set_help_desk
from uploads.storing import kept, take_away

RUN = "integrations.run_case_imports"
KEPT = timedelta(days=30)
_GUESSED_BY = 200
Stage = CaseImport.Stage


def guessed_plan(file: BinaryIO, table: Table, zone: str) -> Plan:
    """How the file is probably meant."""
    columns = guess(table.header)
    day_first = True
    if opened := columns.get("opened_at"):
        place = table.header.index(opened)
        days = []
        for row in rows(file, table):
            days.append(row.cells[place] if len(row.cells) > place else "")
            if len(days) == _GUESSED_BY:
                break
        day_first = is_day_first(days)
    return Plan(columns, day_first, zone)


def plan_for(desk: str, file: BinaryIO, table: Table, zone: str) -> Plan:
    """As the last file of this desk was read, where this one has its columns: a mended file needs no new plan."""
    before = CaseImport.objects.filter(desk=desk).exclude(stage=Stage.DRAFT).order_by("-made_at")
    last = before.values_list("plan", flat=True).first()
    if last and set(last.get("columns", {}).values()) <= set(table.header):
        return Plan.of(last)
    return guessed_plan(file, table, zone)


def bring_case_file(*, by: Member, file: Any, name: str, desk: str, zone: str) -> CaseImport:
    """Keep a file brought by page; the same file of the same desk again is the same import, to be planned anew.

    Raises TableRefused, or UploadRefused where it cannot be kept.
    """
    demand(may_set_help_desk(by))
    table = open_table(file)
    plan = plan_for(desk, file, table, zone)
    file.seek(0)
    path = f"cases/{timezone.now():%Y-%m-%d}/{table.digest[:32]}-{desk}.csv.bin"
    with kept([(path, File(file))]), transaction.atomic():
        run, is_new = CaseImport.objects.select_for_update().get_or_create(
            desk=desk,
            file_hash=table.digest,
            defaults={"file_name": name[:120], "plan": plan.as_dict()},
        )
        if not is_new and run.stored_as:
            take_away([run.stored_as])
        run.stored_as, run.size, run.by = path, table.size, by
        if run.stage in (Stage.FINISHED, Stage.FAILED):
            start_anew(run)
        run.save()
    return run


def start_anew(run: CaseImport) -> None:
    """Read from the first row again: what is here already stays one case."""
    run.stage, run.finished_at, run.trouble = Stage.DRAFT, None, ""
    run.last_row = run.read_bytes = run.new = run.changed = run.same = run.bad = 0
    run.bad_rows.all().delete()


@transaction.atomic
def begin_case_import(*, by: Member, run: CaseImport, plan: Plan) -> CaseImport:
    """Have the file read by this plan; begun is begun: once more changes nothing."""
    demand(may_set_help_desk(by))
    run = CaseImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.stage in (Stage.DRAFT, Stage.FAILED):
        if run.plan != plan.as_dict():
            start_anew(run)
        run.plan, run.stage, run.trouble, run.by = plan.as_dict(), Stage.WAITING, "", by
        run.save()
        transaction.on_commit(partial(hand_over, RUN))
    return run


@transaction.atomic
def drop_case_file(*, by: Member, run: CaseImport) -> None:
    """Forget a file that was not begun; what came of one that was stays, and its bad rows until they are old."""
    demand(may_set_help_desk(by))
    run = CaseImport.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.stored_as:
        take_away([run.stored_as])
    if run.stage == Stage.DRAFT:
        run.delete()
        return
    if run.stage in (Stage.FINISHED, Stage.FAILED):
        run.stored_as = ""
        run.save(update_fields=["stored_as"])
        run.bad_rows.all().delete()


@transaction.atomic
def sweep_case_files() -> int:
    """Files and bad rows hold names and addresses: they are kept for 30 days. Returns how many files went."""
    old = CaseImport.objects.filter(made_at__lt=timezone.now() - KEPT)
    old = old.exclude(stage__in=[Stage.WAITING, Stage.RUNNING])
    BadRow.objects.filter(run__in=old).delete()
    paths = list(old.exclude(stored_as="").values_list("stored_as", flat=True))
    old.filter(stage=Stage.DRAFT).delete()
    old.update(stored_as="")
    take_away(paths)
    return len(paths)
