from django.utils import timezone

from analytics.actions.restate_months import as_kept
from analytics.assumptions import waiting_window
from analytics.lens import Lens
from analytics.metrics import ALL
from analytics.models import FrozenFigure
from analytics.periods import last_months

KEPT_MONTHS = 24


def freeze_months() -> int:
    """Write down the figures of months that are over and whose last waiting window has closed; returns how many.

    A frozen figure is never written again: what a recount finds later stands beside it.
    """
    settled_before = timezone.now() - waiting_window()
    months = [month for month in last_months(KEPT_MONTHS) if month.end <= settled_before]
    known = set(
        FrozenFigure.objects.filter(month__in=[each.first for each in months]).values_list(
            "metric", "month"
        )
    )
    rows = [
        FrozenFigure(
            metric=metric.name,
            month=month.first,
            value=as_kept(figure.value),
            low=as_kept(figure.low),
            high=as_kept(figure.high),
            sample=figure.sample,
        )
        for month in months
        for metric in ALL
        if (metric.name, month.first) not in known and (figure := metric.figure(Lens(month))).sample
    ]
    FrozenFigure.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
