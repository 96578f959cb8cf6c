from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from community.archive import restore
from governance.actions.note_backup import votes_without_key


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
        for vote in votes_without_key():
            self.stdout.write(
                f"Vote {vote} is open and its key is not in {settings.VOTE_KEYS_DIR}: bring the folder of keys along, or "
                "declare the vote void on its page. Until then it takes no ballots and is not counted."
            )
