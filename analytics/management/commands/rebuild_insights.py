from typing import Any

from django.core.management.base import BaseCommand

from analytics.actions import rebuild


class Command(BaseCommand):
    help = "Make all support intents and leads again from the rows they stand on."

    def handle(self, *args: Any, **options: Any) -> None:
        made = rebuild()
        self.stdout.write(f"{made['intents']} intents, {made['leads']} leads.")
