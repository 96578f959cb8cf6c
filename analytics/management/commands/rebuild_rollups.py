from typing import Any

from django.core.management.base import BaseCommand

from analytics.rollups import rebuild


class Command(BaseCommand):
    help = "Counts every figure's rows by hour and day again. Pages show the former counts until the new ones are whole."

    def handle(self, *args: Any, **options: Any) -> None:
        def told(measure: str, done: int, of: int) -> None:
            self.stdout.write(
                f"{measure}: month {done} of {of}", ending="\r" if done < of else "\n"
            )

        for measure, hours in rebuild(told).items():
            self.stdout.write(self.style.SUCCESS(f"{measure}: {hours} hours counted"))
