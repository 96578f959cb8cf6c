from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.text import slugify

from integrations.actions.case_files import guessed_plan, start_anew
from integrations.actions.run_case_import import BATCH, read_case_file
from integrations.casefile.columns import FIELDS, KEYS, missing
from integrations.casefile.mending import bad_file
from integrations.casefile.reading import Plan, Reader, RowRefused
from integrations.casefile.table import Table, TableRefused, open_table, rows
from integrations.models import CaseImport

SHOWN = 5


class Command(BaseCommand):
    help = (
        "Brings cases of another help desk from a CSV file. Killed half-way, the same command goes on where it"
        " was; run again, it changes only what changed. Rows that are wrong are written to a file to mend."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--desk", required=True, help="short name of the help desk they come from"
        )
        parser.add_argument(
            "--map", action="append", default=[], metavar="FIELD=COLUMN",
            help="which column is what, where its name does not tell: " + ", ".join(KEYS),
        )  # fmt: skip
        parser.add_argument(
            "--zone", default=settings.TIME_ZONE, help="zone of times that name none"
        )
        parser.add_argument(
            "--days", choices=["day-first", "month-first"], help="how 03/04/2026 is meant; default: told by the file"
        )  # fmt: skip
        parser.add_argument("--bad", type=Path, help="where bad rows go (default: beside the file)")
        parser.add_argument("--look", action="store_true", help="only show what would be read")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        self.began = self.said = monotonic()
        self.before: int | None = None
        try:
            with path.open("rb") as file:
                table = open_table(file)
                plan = self.plan(file, table, options)
                if options["look"]:
                    self.look(file, table, plan, options["desk"])
                    return
                run = self.run_of(table, plan, path, options["desk"])
                if run is None:
                    self.stdout.write("This very file was imported before; nothing to do.")
                    return
                read_case_file(run=run, file=file, told=self.tell)
        except (TableRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.say(run, table, options["bad"] or path.with_name(f"{path.stem}-to-mend.csv"))

    def plan(self, file: BinaryIO, table: Table, options: dict[str, Any]) -> Plan:
        guessed = guessed_plan(file, table, options["zone"])
        columns = dict(guessed.columns)
        for pair in options["map"]:
            key, _equals, column = pair.partition("=")
            if key not in KEYS:
                raise CommandError(f"There is no field {key!r}. There are: {', '.join(KEYS)}")
            if column and column not in table.header:
                raise CommandError(
                    f"There is no column {column!r}. There are: {', '.join(table.header)}"
                )
            columns.pop(key, None)
            if column:
                columns[key] = column
        if lacking := missing(columns):
            keys = ", ".join(field.key for field in lacking)
            raise CommandError(f"Say which column is {keys}: --map {lacking[0].key}=COLUMN")
        days = options["days"]
        return Plan(
            columns, guessed.day_first if days is None else days == "day-first", options["zone"]
        )

    def look(self, file: BinaryIO, table: Table, plan: Plan, desk: str) -> None:
        for field in FIELDS:
            self.stdout.write(f"{field.key}: {plan.columns.get(field.key, '—')}")
        reader = Reader(desk, table.header, plan)
        for row in rows(file, table):
            try:
                case = reader.case(row.cells)
                self.stdout.write(
                    f"{row.number}: {case.opened_at:%F %R} {case.status} {case.subject}"
                )
            except RowRefused as why:
                self.stdout.write(f"{row.number}: {why}")
            if row.number > SHOWN:
                return

    def run_of(self, table: Table, plan: Plan, path: Path, desk: str) -> CaseImport | None:
        """The import of this file, from where it ended; None where it ended well by the same plan."""
        slug = slugify(desk)[:20]
        if not slug:
            raise CommandError("--desk needs a name of letters and digits.")
        run, is_new = CaseImport.objects.get_or_create(
            desk=slug, file_hash=table.digest,
            defaults={"file_name": path.name[:120], "plan": plan.as_dict(), "size": table.size},
        )  # fmt: skip
        if not is_new and run.plan != plan.as_dict():
            start_anew(run)
        elif run.stage == CaseImport.Stage.FINISHED:
            return None
        elif run.last_row:
            self.stdout.write(f"Going on after row {run.last_row}.")
        run.plan, run.stage, run.trouble = plan.as_dict(), CaseImport.Stage.RUNNING, ""
        run.save()
        return run

    def tell(self, run: CaseImport) -> None:
        """How far it is and how fast, once a second and at its end."""
        now = monotonic()
        if self.before is None:
            self.before = max(0, run.done - BATCH)
        if now - self.said >= 1 or run.stage == CaseImport.Stage.FINISHED:
            self.said = now
            rate = (run.done - self.before) / max(now - self.began, 0.001)
            self.stdout.write(f"{run.percent} %, {run.done:,} rows, {rate:,.0f} rows/s")
            self.stdout.flush()

    def say(self, run: CaseImport, table: Table, bad: Path) -> None:
        if run.trouble:
            raise CommandError(run.trouble)
        self.stdout.write(
            self.style.SUCCESS(
                f"{run.new} new, {run.changed} changed, {run.same} as they were, {run.bad} wrong."
            )
        )
        if run.bad:
            found = run.bad_rows.order_by("number").values_list("number", "cells", "why")
            with bad.open("w", encoding="utf-8", newline="") as file:
                file.writelines(bad_file(table.header, found.iterator(), table.delimiter))
            self.stdout.write(f"The rows to mend, each with what is wrong: {bad}")
