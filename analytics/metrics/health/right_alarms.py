from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.models import Alarm, AlarmGrade
from analytics.models.alarm import AlarmQuerySet
from analytics.statistics.proportions import wilson


def raised(lens: Lens) -> AlarmQuerySet:
    rows = Alarm.objects.of(lens.spaces)
    rows = rows.filter(raised_at__gte=lens.start, raised_at__lt=lens.end)
    return rows if lens.space is None else rows.filter(space=lens.space)


def rows(lens: Lens) -> QuerySet[Alarm]:
    return raised(lens).graded(right=True)


def figure(lens: Lens) -> Figure:
    grades = AlarmGrade.objects.in_force().filter(alarm__in=raised(lens))
    found = grades.aggregate(all=Count("pk"), right=Count("pk", filter=Q(is_right=True)))
    details = {"right": found["right"], "graded": found["all"], "raised": raised(lens).count()}
    if found["all"] < MINIMUM_SAMPLE:
        return Figure(None, sample=found["all"], details=details)
    share = wilson(found["right"], found["all"])
    return Figure(share.value, share.low, share.high, found["all"], details)


METRIC = Metric(
    name="right_alarms",
    definition=Definition(
        title=_("Alarms that were right"),
        unit=_("share"),
        counts=_("alarms raised in the period which whoever keeps the space graded right"),
        of=_("alarms raised in the period that were graded"),
        leaves_out=_("alarms nobody graded, whose number stands beside it"),
        uncertainty=_("95 % interval for a share (Wilson 1927); none below 30 graded alarms"),
        source=_("alarms and their grades"),
    ),
    figure=figure,
    rows=rows,
)
