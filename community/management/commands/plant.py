from datetime import datetime
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from community.crowd import NotEmpty, Size, plant


class Command(BaseCommand):
    help = "Plants a community of any size, to measure with: members, boards, conversations, the search index."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--posts", type=int, required=True, help="from 100 to millions")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same community")
        parser.add_argument(
            "--now", type=datetime.fromisoformat, help="the moment up to which it lived; now, else"
        )
        parser.add_argument(
            "--into-existing",
            action="store_true",
            help="beside the people who are there; nobody can write meanwhile, and nothing takes it out again",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        try:
            size = Size.of(options["posts"], seed=options["seed"], now=_moment(options["now"]))
            plant(size, into_existing=options["into_existing"], told=self._tell)
        except ValueError as error:
            raise CommandError(str(error)) from None
        except NotEmpty:
            raise CommandError(
                "There is a community already; nothing was planted. --into-existing plants beside it, for good."
            ) from None
        self.stdout.write(f"Planted {size.posts} posts in {monotonic() - began:.1f} s.")

    def _tell(self, words: str) -> None:
        self.stdout.write(f"  {words}")
        self.stdout.flush()


def _moment(given: datetime | None) -> datetime:
    if given is None:
        return timezone.now()
    return given if given.tzinfo else timezone.make_aware(given)
