import random
from datetime import timedelta

from django.core.files.base import ContentFile

from accounts.models import Passage
from community.demo.planting.world import World
from community.demo.sheets import SHEETS, pdf
from content.actions import add_asset
from content.models import Asset, AssetDownload

DOWNLOADS = 23
WAYS = {"company": 78, "code": 16, "password": 6}
KINDS = {"forums.topic": 30, "forums.reply": 38, "forums.thanks": 18, "notifications.follow": 8, "content.download": 6}  # fmt: skip


def plant_shelf(world: World) -> None:
    """The sheets of the library, who took them, and how visitors came from writing to posted."""
    for sheet in SHEETS:
        asset = add_asset(
            author=world.members[sheet.by],
            space=world.spaces[sheet.space],
            title=sheet.title,
            description=sheet.description,
            gate=sheet.gate,
            file=ContentFile(pdf(sheet.title, sheet.lines), sheet.name),
        )
        Asset.objects.filter(pk=asset.pk).update(published_at=world.when(sheet.ago))
        if asset.is_gated:
            takers = list(world.members.values())[:DOWNLOADS]
            AssetDownload.objects.bulk_create(
                AssetDownload(asset=asset, member=member) for member in takers
            )
    _plant_passages(world)


def _plant_passages(world: World) -> None:
    chance = random.Random(8140)  # noqa: S311 - a demo that is the same every day
    rows = []
    for days in range(180):
        day = world.when(timedelta(days=days)).date()
        for _ in range(chance.choice((0, 0, 1, 1, 2, 3))):
            kind = chance.choices(list(KINDS), list(KINDS.values()))[0]
            row = Passage(day=day, kind=kind, asked_after=chance.randint(0, 240))
            if chance.random() < 0.8:
                row.way = chance.choices(list(WAYS), list(WAYS.values()))[0]
                row.returned_after = chance.randint(4, 20) * (1 if row.way == "company" else 4)
                row.clicks = 1 if row.way == "company" else 3
                if chance.random() < 0.97:
                    row.posted_after = row.returned_after
            rows.append(row)
    Passage.objects.bulk_create(rows)
