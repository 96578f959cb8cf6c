from argparse import ArgumentParser
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from integrations import scratch
from integrations.actions import (
    Findings,
    SourceRefused,
    check_dump,
    import_dump,
    open_source,
)
from integrations.models import ImportRun
from integrations.stackexchange.reading import DumpRefused
from spaces.models import Space


class Command(BaseCommand):
    help = (
        "Moves a Stack Exchange community in, from the folder of its data dump. Checks everything"
        " before it writes; killed half-way, the same command goes on where it was."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="with Posts.xml, and Users.xml if there is one"
        )
        parser.add_argument("--space", required=True, help="slug of the space it moves to")
        parser.add_argument("--board", default="imported", help="slug of its board there")
        parser.add_argument(
            "--site", default="", help="host name it had (default: the folder's name)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        site = (options["site"] or folder.resolve().name).lower()[:100]
        space = Space.objects.filter(slug=options["space"]).first()
        if space is None:
            known = ", ".join(Space.objects.values_list("slug", flat=True))
            raise CommandError(f"There is no space {options['space']!r}. There are: {known}")
        self.pace = Pace()
        with scratch.patience():
            try:
                found = check_dump(folder=folder, site=site, told=self.tell)
                self.say_what_is_there(found)
                source = open_source(site=site, space=space, board_slug=options["board"])
            except (DumpRefused, SourceRefused, OSError) as error:
                raise CommandError(f"{error} Nothing was written.") from error
            with scratch.alone(source.pk) as held:
                if not held:
                    raise CommandError(f"{site} is being imported already.")
                if source.runs.filter(file_hash=found.file_hash, stage="finished").exists():
                    self.stdout.write("These very files were imported before; nothing to do.")
                    return
                self.say_what_came(
                    import_dump(source=source, folder=folder, found=found, told=self.tell)
                )

    def say_what_is_there(self, found: Findings) -> None:
        self.stdout.write(f"Checked: {found.questions} questions, {found.answers} answers.")
        for name, count in found.left_out.items():
            self.stdout.write(f"Left out: {count} {name}.")
        for line in found.named:
            self.stdout.write(f"  {line}")

    def say_what_came(self, run: ImportRun) -> None:
        self.stdout.write(
            self.style.SUCCESS(
                f"Imported: {run.questions} questions, {run.answers} answers, {run.solutions} solutions,"
                f" {run.members} members, on {run.source.board.get_absolute_url()}"
            )
        )

    def tell(self, stage: str, done: int, of: int) -> None:
        if line := self.pace.line(stage, done, of):
            self.stdout.write(line)
            self.stdout.flush()


class Pace:
    """How far a stage is and how fast, said once a second and at its end."""

    def __init__(self) -> None:
        self.stage = ""
        self.began = self.said = monotonic()
        self.before = 0

    def line(self, stage: str, done: int, of: int) -> str:
        now = monotonic()
        if stage != self.stage:
            # The first report of a stage comes after its first batch: pace is counted from the one before.
            self.stage, self.began, self.before = stage, self.said, 0
        if now - self.said < 1 and done < of:
            return ""
        self.said = now
        percent = 100 * done // of if of else 100
        unit = "bytes" if stage == "check" else "rows"
        rate = (done - self.before) / max(now - self.began, 0.001)
        return f"{stage}: {percent} %, {done:,} of {of:,}, {rate:,.0f} {unit}/s"
