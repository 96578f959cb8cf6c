from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.actions import rebuild
from search.registry import sources


class Command(BaseCommand):
    help = "Read everything that can be found afresh. The site may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = [source.kind for source in sources()]
        parser.add_argument("--kind", default="", choices=kinds, help="only this kind")

    def handle(self, *args: Any, kind: str, **options: Any) -> None:
        found = rebuild(kind=kind, told=self.tell)
        self.stdout.write(self.style.SUCCESS(f"{found} things can be found."))

    def tell(self, kind: str, done: int) -> None:
        self.stdout.write(f"{kind}: {done} read")
