from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance.actions.destroy_traces import (
    Places,
    TracesLeft,
    destroy_traces,
    look_for_traces,
)
from governance.models import BallotBox


class Command(BaseCommand):
    help = "Destroys backups and logs from the time of counted votes, and looks through every file to prove it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--in", dest="folders", type=Path, action="append", default=[], metavar="FOLDER",
            help="where backups, copies and archived logs went; every file below is looked through, and destroyed if it "
            "holds ballots of the time of a vote; give it once for each place",
        )  # fmt: skip
        parser.add_argument(
            "--database", type=Path, action="append", metavar="FOLDER",
            help="the database's own folder where it lies on this machine (that of `make run` is known)",
        )  # fmt: skip
        parser.add_argument("--vote", type=int, help="this vote only; else all that are counted")
        parser.add_argument(
            "--gone", action="append", default=[], metavar="NAME",
            help="a backup that you destroyed yourself, by the name of its file",
        )  # fmt: skip
        parser.add_argument("--look", action="store_true", help="change nothing, say what is there")
        parser.add_argument(
            "--wait", type=float, default=600, help="seconds to wait for the log to move on"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        left = False
        boxes = BallotBox.objects.exclude(emptied_at=None).filter(traces_destroyed_at=None)
        if options["vote"]:
            boxes = BallotBox.objects.filter(proposal=options["vote"])
        for kept in boxes.select_related("proposal").order_by("pk"):
            self.stdout.write(f"Vote {kept.proposal_id}, {kept.proposal.title}:")
            left |= not self._one(kept, options)
        if left:
            raise CommandError(
                "Not all traces are destroyed: see above. Nothing was noted for these votes."
            )

    def _one(self, kept: BallotBox, options: dict[str, Any]) -> bool:
        places = Places(options["folders"], options["database"] or _own_folder())
        try:
            if options["look"]:
                return self._look(kept, places)
            kept.backups = [name for name in kept.backups if name not in options["gone"]]
            found = destroy_traces(
                kept=kept, places=places, seconds=options["wait"], told=self._tell
            )
        except (TracesLeft, OSError) as error:
            self._tell(str(error))
            return False
        self._tell(
            f"Nothing is left in {found['looked']} files ({found['size'] / 2**20:.0f} MB); "
            f"{len(found['destroyed'])} were destroyed; the database's log: {found['log']}. The vote's page says so."
        )
        return True

    def _look(self, kept: BallotBox, places: Places) -> bool:
        found = look_for_traces(kept=kept, places=places)
        for path in found.held:
            self._tell(f"Holds ballots: {path}")
        for words in found.sealed:
            self._tell(f"Cannot be looked into: {words}")
        self._tell(f"Looked through {found.looked} files.")
        return not found.held and not found.sealed

    def _tell(self, words: str) -> None:
        self.stdout.write(f"  {words}")


def _own_folder() -> list[Path]:
    folder = Path(settings.DATA_DIR) / "postgres"
    return [folder] if folder.is_dir() else []
