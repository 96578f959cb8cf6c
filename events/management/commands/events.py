from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from events.actions import replay, sweep
from events.models import Delivery, Event


class Command(BaseCommand):
    help = "Show what waits or is parked; --replay gives parked deliveries fresh tries, --sweep delivers now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--parked", action="store_true", help="list parked deliveries with their errors"
        )
        parser.add_argument("--replay", action="store_true", help="try all parked deliveries again")
        parser.add_argument(
            "--sweep", action="store_true", help="deliver everything that waits, now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["parked"]:
            for row in Delivery.objects.parked().select_related("event").order_by("parked_at"):
                self.stdout.write(
                    f"{row.pk}\t{row.event}\t{row.subscriber}\t{row.attempts} tries\t{row.error}"
                )
        if options["replay"]:
            self.stdout.write(f"{replay()} deliveries will be tried again.")
        if options["sweep"]:
            self.stdout.write(f"{sweep(grace_seconds=0)} events taken.")
        waiting, parked = Event.objects.unsettled().count(), Delivery.objects.parked().count()
        self.stdout.write(f"{waiting} events wait, {parked} deliveries are parked.")
