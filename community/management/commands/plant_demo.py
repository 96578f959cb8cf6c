from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import Member
from analytics.actions import freeze_months
from analytics.actions import rebuild as rebuild_insights
from analytics.deflection import before_after
from community.demo.planting import World, plant_everything
from community.demo.planting.clearing import NotTheDemo, clear
from community.demo.planting.halfyear.alarms import notice_surges
from community.demo.planting.halfyear.late import come_late
from forums.models import Post, Topic, TopicScore
from forums.reading.scores import score_topics
from search.actions import rebuild as rebuild_search
from spaces.models import Space


class Command(BaseCommand):
    help = "Plants the demo community: half a year at Fennimore, a maker of coffee equipment."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--if-empty", action="store_true", help="do nothing where a community is already"
        )
        what.add_argument(
            "--replant", action="store_true", help="delete the demo community first, with all in it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        began = monotonic()
        lived_in = Member.objects.exists() or Space.objects.exists()
        if lived_in and options["if_empty"]:
            self.stdout.write("There is a community already; nothing was planted.")
            return
        if lived_in and not options["replant"]:
            raise CommandError(
                "There is a community already. --replant deletes a demo community and plants it afresh."
            )
        self._derive(self._plant(afresh=lived_in))
        self.stdout.write(
            f"Planted {Member.objects.count()} people, {Topic.objects.count()} topics and "
            f"{Post.objects.count()} posts in {monotonic() - began:.1f} s."
        )

    def _derive(self, world: World) -> None:
        """What is made from rows by those who follow events, made here without events."""
        found = rebuild_search()
        self.stdout.write(f"  search: {found} things can be found")
        for period in TopicScore.Period:
            score_topics(period=period)
        made = rebuild_insights()
        alarms = notice_surges()
        freeze_months()
        come_late(world)
        before_after.fit()
        self.stdout.write(
            f"  insights: {made['intents']} wishes for help, {made['leads']} leads, {alarms} alarms"
        )

    def _plant(self, *, afresh: bool) -> World:
        try:
            with transaction.atomic():
                if afresh:
                    clear()
                return plant_everything(lambda words: self.stdout.write(f"  planting {words}"))
        except NotTheDemo as other:
            raise CommandError(
                f"This database holds the community of {other}, not the demo. Nothing was deleted."
            ) from other
