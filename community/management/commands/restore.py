from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from community.archive import restore


class Command(BaseCommand):
    help = "Puts back what `backup` wrote; checks everything before it changes anything."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote")
        parser.add_argument(
            "--replace", action="store_true", help="put it in the place of a community that is here"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        manifest = restore(options["file"], replace=options["replace"])
        self.stdout.write(f"Restored the community as it was at {manifest.made_at}.")
