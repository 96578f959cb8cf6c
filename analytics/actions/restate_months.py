from collections.abc import Collection
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from analytics.deflection import restating
from analytics.lens import Lens
from analytics.metrics import BY_NAME
from analytics.metrics.base import Figure
from analytics.models import Assumption, FrozenFigure, Restatement
from analytics.periods import month_of

MOST = Decimal(10) ** 10
"""More than a column holds; such a figure is none."""


def as_kept(value: float | None) -> Decimal | None:
    """A figure's value as it is kept: to four places."""
    if value is None:
        return None
    kept = Decimal(repr(float(value))).quantize(Decimal("0.0001"))
    return kept if abs(kept) < MOST else None


@transaction.atomic
def restate_months(
    *, assumption: Assumption | None = None, metrics: Collection[str] | None = None
) -> int:
    """Reckon closed months again, and note each figure that is another than it was last known to be, with the reason;
    returns how many notes that were. What was reported is never touched. With `assumption`: what follows its change.
    """
    chosen = restating.FOLLOW.get(assumption.name, ()) if assumption else metrics
    frozen = FrozenFigure.objects.select_for_update().order_by("month", "metric")
    if chosen is not None:
        frozen = frozen.filter(metric__in=chosen)
    held = _last_known()
    notes = []
    for row in frozen:
        metric = BY_NAME.get(row.metric)
        if metric is None:
            continue
        was, since = held.get((row.metric, row.month), (row.value, row.frozen_at))
        figure: Figure = metric.figure(Lens(month_of(row.month)))
        now = as_kept(figure.value)
        if now == was:
            continue
        note = Restatement(metric=row.metric, month=row.month, was=was, now=now)
        if assumption:
            note.why, note.assumption = Restatement.Why.ASSUMPTION, assumption
            note.note = restating.change_of(assumption)[:300]
        else:
            grew = now is not None and (was is None or now > was)
            why = restating.reasons(row.metric, month_of(row.month), since, has_grown=grew)
            note.why, note.note = why[0], restating.words(why)[:300]
        note.at = timezone.now()
        notes.append(note)
    Restatement.objects.bulk_create(notes)
    return len(notes)


def _last_known() -> dict[tuple, tuple]:
    """The newest restatement of each figure of a month: its value, and when it was written down."""
    newest = Restatement.objects.order_by("metric", "month", "-at", "-pk").distinct(
        "metric", "month"
    )
    return {(row.metric, row.month): (row.now, row.at) for row in newest}
