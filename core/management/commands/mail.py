from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from core.models import OutgoingMail


class Command(BaseCommand):
    help = "Shows the mail that waits, and the parked; --replay sends the parked again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--replay", action="store_true", help="let parked mail be sent again")

    def handle(self, *args: Any, **options: Any) -> None:
        parked = OutgoingMail.objects.parked()
        for mail in parked.order_by("pk"):
            self.stdout.write(f"{mail} parked {mail.parked_at:%Y-%m-%d %H:%M}: {mail.error}")
        self.stdout.write(
            f"{OutgoingMail.objects.unsent().count()} waiting, {parked.count()} parked"
        )
        if options["replay"]:
            replayed = parked.exclude(text="", html="").update(
                parked_at=None, attempts=0, next_attempt_at=timezone.now()
            )
            self.stdout.write(f"{replayed} will be sent again")
