"""The telephone's list as it was brought, bad rows and all."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import BinaryIO

from django.core.files.base import ContentFile

from community.demo import halfyear
from community.demo.everyday import SURNAMES
from community.demo.halfyear import desk as content
from community.demo.planting.halfyear.dealing import DAY, HOUR
from community.demo.planting.world import World
from integrations.actions.case_files import bring_case_file
from integrations.casefile.reading import Plan, Reader, RowRefused
from integrations.casefile.table import open_table, rows
from integrations.models import BadRow, CaseImport
from support.models import Case
from support.received import DeskCase

WEEKS = 25


def plant_calls(world: World) -> list[int]:
    """Returns the cases that came of the list."""
    story = world.half_year
    said = _as_csv([*_calls(story), *content.BAD_CALLS])
    file = ContentFile(said, content.PHONE_FILE)
    brought = story.when(content.BROUGHT * DAY) + 9 * HOUR
    run = bring_case_file(
        by=story.members["sam"], file=file, name=content.PHONE_FILE, desk=content.PHONE_DESK, zone="UTC"
    )  # fmt: skip
    taken, bad = _read(run, io.BytesIO(said))
    cases = Case.objects.bulk_create([_case(story, each) for each in taken], batch_size=500)
    BadRow.objects.bulk_create(bad)
    run.stage, run.made_at, run.finished_at = (
        CaseImport.Stage.FINISHED, brought, brought + timedelta(seconds=4),
    )  # fmt: skip
    run.new, run.bad, run.last_row, run.read_bytes = (
        len(taken),
        len(bad),
        len(taken) + len(bad) + 1,
        run.size,
    )
    run.save()
    return [case.pk for case in cases]


def _calls(story: World) -> Iterator[tuple[str, ...]]:
    """Some each week; after the price change more, and about something else."""
    number = 0
    for week in range(WEEKS, 0, -1):
        is_dearer = week * 7 <= halfyear.PRICES + 4
        for _ in range(content.CALLS_SINCE_PRICES if is_dearer else content.CALLS_A_WEEK):
            number += 1
            at = story.when(
                (week * 7 - story.dice.randint(0, 4)) * DAY - story.dice.uniform(8, 17) * HOUR
            )
            about = content.PRICE_CALLS if is_dearer and number % 3 else content.CALLS
            subject, text = story.dice.choice(about)
            yield (
                f"T-{number:04}", at.strftime("%Y-%m-%d %H:%M"), subject, text,
                story.dice.choice(SURNAMES), "phone", "closed",
            )  # fmt: skip


def _as_csv(lines: list[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([content.PHONE_COLUMNS, *lines])
    return out.getvalue().encode()


def _read(run: CaseImport, file: BinaryIO) -> tuple[list[DeskCase], list[BadRow]]:
    """By the reader that imports have: what it refuses is a bad row, in its own words."""
    table = open_table(file)
    reader = Reader(run.desk, table.header, Plan.of(run.plan))
    taken, bad = [], []
    for row in rows(file, table):
        try:
            taken.append(reader.case(row.cells))
        except RowRefused as why:
            bad.append(BadRow(run=run, number=row.number, cells=row.cells, why=str(why)[:300]))
    return taken, bad


def _case(story: World, each: DeskCase) -> Case:
    closed = each.opened_at + timedelta(minutes=12)
    return Case(
        follow_key=story.uuid(), name=each.name, subject=each.subject, body=each.body, channel=each.channel,
        desk=each.desk, reference=each.reference, received_at=story.when(content.BROUGHT * DAY) + 9 * HOUR,
        status=Case.Status.CLOSED, opened_at=each.opened_at, touched_at=closed, solved_at=closed,
        closed_at=closed, first_answered_at=each.opened_at,
    )  # fmt: skip
