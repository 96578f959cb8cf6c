from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import ProfileQuestion, Purpose
from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric
from analytics.models import Lead, Stage, ToldAnswer, Touch
from analytics.models.lead import LeadQuerySet


def rows(lens: Lens) -> QuerySet[Lead]:
    return narrowed(lens).first_seen_between(lens.start, lens.end)


def narrowed(lens: Lens) -> LeadQuerySet:
    """Of any time; narrowed to a place, those whose first touch was there."""
    found = Lead.objects.consented()
    if lens.segment is not None:
        found = found.filter(member__in=told_to_sales(lens))
    if lens.without("segment").is_whole:
        return found
    return found.filter(first_touch__in=in_places(lens.without("segment"), Touch.objects.all()))


def told_to_sales(lens: Lens) -> QuerySet[ToldAnswer, Any]:
    """The members of the segment. Leads have names, so only answers that were given for sales to see tell them apart."""
    return lens.answerers.filter(question__purpose=Purpose.SALES)


def is_told(lens: Lens) -> bool:
    """Whether leads may be narrowed by the segment at all."""
    if lens.segment is None:
        return True
    asked = ProfileQuestion.objects.filter(pk=lens.segment[0], purpose=Purpose.SALES)
    return asked.exists()


def in_places(lens: Lens, touches: QuerySet[Touch]) -> QuerySet[Touch]:
    """Touches of what stands in these places."""
    found = lens.without("segment").of_touches(touches)
    return found if lens.segment is None else found.filter(member__in=told_to_sales(lens))


def figure(lens: Lens) -> Figure:
    counted = dict(rows(lens).values_list("stage").annotate(Count("pk")).order_by())
    by_stage = [(stage.value, stage.label, counted.get(stage.value, 0)) for stage in Stage]
    number = sum(counted.values())
    return Figure(number, sample=number, details={"by_stage": by_stage})


LEFT_OUT_OF_LEADS = _(
    "everybody who did not agree or took it back, however often they come; the company's own people"
)

METRIC = Metric(
    name="leads",
    definition=Definition(
        title=_("People who agreed to be contacted"),
        unit=_("people"),
        counts=_(
            "people whose agreement to be contacted about products holds today, and whom we first saw in the period: "
            "sourced by the community when their first visit is known"
        ),
        leaves_out=LEFT_OUT_OF_LEADS,
        uncertainty=_("none: a plain count. It falls when somebody takes their agreement back"),
        source=_("the ledger of consents, and touches that people agreed to"),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
