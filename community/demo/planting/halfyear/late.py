"""What came after months had been closed: the telephone's list, and what an hour costs by now. Their figures are restated."""

from datetime import datetime, timedelta

from analytics.actions import freeze_months, gather, restate_months
from analytics.metrics import contacts, saved
from analytics.models import Assumption, FrozenFigure, Restatement
from analytics.periods import month_of
from community.demo.halfyear import desk as content
from community.demo.planting.halfyear.calls import plant_calls
from community.demo.planting.halfyear.dealing import DAY, HOUR
from community.demo.planting.world import World

MOVED = [contacts.METRIC.name, saved.METRIC.name, saved.NET.name]
"""More calls are more contacts, and another mix of channels costs another sum."""

SETTLES = timedelta(hours=77)
"""After a month's end: its waiting windows have closed, and the nightly clock comes by."""


def come_late(world: World) -> None:
    """Once the closed months are frozen as they stood; months that closed later are frozen with it."""
    brought = world.when(content.BROUGHT * DAY) + 9 * HOUR
    _date_frozen(brought)
    gather(cases=plant_calls(world))
    restate_months(metrics=MOVED)
    low, value, high, currency, owner, source = content.HOUR_COST
    cost = Assumption.objects.create(
        name=Assumption.Name.HOUR_COST, low=low, value=value, high=high, currency=currency, owner=owner,
        source=source, set_by=world.members["helen"], set_at=brought + HOUR,
    )  # fmt: skip
    restate_months(assumption=cost)
    Restatement.objects.update(at=brought + 2 * HOUR)
    freeze_months()


def _date_frozen(brought: datetime) -> None:
    for month in FrozenFigure.objects.order_by().values_list("month", flat=True).distinct():
        at = month_of(month).end + SETTLES
        rows = FrozenFigure.objects.filter(month=month)
        if at < brought:
            rows.update(frozen_at=at)
        else:
            rows.delete()
