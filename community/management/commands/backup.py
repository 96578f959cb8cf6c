from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management.base import BaseCommand

from community.archive import backup
from governance.actions.note_backup import note_backup


class Command(BaseCommand):
    help = "Writes database and uploads into one file, while the site runs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write, such as hearth.tar.gz")

    def handle(self, *args: Any, **options: Any) -> None:
        size = backup(options["file"])
        self.stdout.write(f"{options['file']}: {size / 2**20:.1f} MB, readable by you alone.")
        if votes := note_backup(name=options["file"].name):
            self.stdout.write(
                f"It holds the ballots of {votes} open vote(s), though not their keys. Destroy it after their close with "
                f"destroy_vote_traces --in {options['file'].absolute().parent} (docs/voting.md)."
            )
        if not isinstance(default_storage, FileSystemStorage):
            self.stdout.write(
                "Uploads lie in a bucket and are NOT in this file: keep the bucket by its own versions or copies."
            )
