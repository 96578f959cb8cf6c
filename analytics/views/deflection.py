from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from analytics import charts, drawing, queries
from analytics.breakdowns import by_place, savers
from analytics.lens import Lens
from analytics.masking import SUM, is_small, mask_list
from analytics.metrics import confirmed, contacts
from analytics.metrics.base import Metric
from analytics.models import Grade
from analytics.periods import Period
from analytics.showing import HIDDEN, Showing
from analytics.views.base import ForLeaders, InsightsPage
from analytics.views.notes import notes_of

ROWS_OF = {
    confirmed.METRIC.name: ("analytics:deflection_rows", "grade=confirmed&"),
    contacts.METRIC.name: ("analytics:contact_rows", ""),
}
PERSON = {confirmed.METRIC.name: "key", contacts.METRIC.name: "email"}


class DeflectionView(ForLeaders, InsightsPage):
    template_name = "analytics/deflection/page.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens = self.lens
        showing, of_contacts = Showing("intents"), Showing("contacts")
        hides_solved, hides_taken = showing.hides(lens, Grade.CONFIRMED), of_contacts.hides(lens)
        buckets = lens.period.buckets()
        numbers, held = _numbers(confirmed.METRIC, lens, showing, Grade.CONFIRMED)
        taken, _held = _numbers(contacts.METRIC, lens, of_contacts)
        by_grade = confirmed.intents(lens).values_list("grade").annotate(Count("pk")).order_by()
        places = [
            by_place(showing, lens, by, self.request.user)
            for by in ("board" if lens.space else "space", "product")
            if getattr(lens, by) is None
        ]
        return super().get_context_data(
            solved=_drawn(confirmed.METRIC, lens, numbers, held, notes_of(lens)),
            contacts=_drawn(contacts.METRIC, lens, taken, None, notes_of(lens)),
            lines=list(zip(buckets, numbers, held, taken, strict=True)),
            total=None if hides_solved else confirmed.rows(lens).count(),
            total_held=sum(n or 0 for n in held),
            total_contacts=None if hides_taken else contacts.rows(lens).count(),
            grades=[
                (grade, None if showing.hides(lens, grade) else number)
                for grade, number in queries.grades(dict(by_grade))
            ],
            places=[each for each in places if any(line.query for line in each.lines)],
            savers=savers(showing, lens, self.request.user),
            notes=notes_of(lens),
            hidden=HIDDEN,
            definition=confirmed.METRIC.definition,
            contacts_definition=contacts.METRIC.definition,
            **kwargs,
        )


def _numbers(
    metric: Metric, lens: Lens, showing: Showing, kind: str = SUM
) -> tuple[list[int | None], list[int | None]]:
    """A count by parts of the period, and how much of it is provisional; None is not shown.

    Narrowed to a place, a part of few people is not shown, nor what would tell it.
    """
    buckets = lens.period.buckets()
    if showing.hides(lens, kind):
        return [None] * len(buckets), [None] * len(buckets)
    assert metric.rows is not None
    rows = metric.rows(lens)
    numbers = charts.sums(charts.by_day(rows, "opened_at"), buckets)
    held = [0] * len(buckets)
    if metric is confirmed.METRIC:
        open_ones = rows.filter(closes_at__gt=timezone.now())
        held = charts.sums(charts.by_day(open_ones, "opened_at"), buckets)
    if lens.is_whole:
        return list(numbers), list(held)
    masked = mask_list(dict(enumerate(_people(metric, lens, buckets))))
    hidden = {at for at in range(len(buckets)) if masked.hides(at)}
    hidden |= {at for at, part in enumerate(buckets) if showing.hides(lens.over(part), kind)}
    return (
        [None if at in hidden else number for at, number in enumerate(numbers)],
        [None if at in hidden or is_small(number) else number for at, number in enumerate(held)],
    )


def _people(metric: Metric, lens: Lens, buckets: list[Period]) -> list[int]:
    assert metric.rows is not None
    found = metric.rows(lens).aggregate(
        **{
            f"part_{at}": Count(
                PERSON[metric.name],
                distinct=True,
                filter=Q(opened_at__gte=part.start, opened_at__lt=part.end),
            )
            for at, part in enumerate(buckets)
        }
    )
    return [found[f"part_{at}"] for at in range(len(buckets))]


def _drawn(
    metric: Metric,
    lens: Lens,
    numbers: list[int | None],
    held: list[int | None] | None,
    notes: list[Any],
) -> drawing.Drawing:
    """A count by parts of the period, each opening to its rows, with what happened meanwhile."""
    name, more = ROWS_OF[metric.name]
    buckets = lens.period.buckets()
    points = [
        drawing.Point(
            part.short_label, number, soft=open_ones or 0,
            href=f"{reverse(name)}?{more}{lens.over(part).query}" if number else "",
        )
        for part, number, open_ones in zip(
            buckets, numbers, held or [0] * len(numbers), strict=True
        )
    ]  # fmt: skip
    marks = [
        drawing.Mark(at, note.words)
        for note in notes
        for at, part in enumerate(buckets)
        if part.first <= note.day <= part.last
    ]
    tone = "other" if metric is contacts.METRIC else ""
    return drawing.columns(str(metric.definition.title), points, tone=tone, marks=marks)
