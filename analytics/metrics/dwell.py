"""How long leads stay: from the first sight of them to a goal, and in each stage."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Min, Q, QuerySet, Window
from django.db.models.functions import Lead as Following
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics import leads
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.models import Lead, LeadTransition, Stage
from analytics.statistics.survival import kaplan_meier, quantile


def rows(lens: Lens) -> QuerySet[Lead]:
    return leads.rows(lens)


def figure(lens: Lens) -> Figure:
    """The median in seconds from the first sight of a lead to their first goal; those who reached none are still on their way."""
    bought = Min("transitions__at", filter=Q(transitions__to_stage=Stage.ACTION))
    ends = rows(lens).annotate(bought_at=bought).values_list("first_at", "bought_at")
    return _median(list(ends))


def by_stage(found: QuerySet[Lead]) -> dict[str, Figure]:
    """How long these leads stay in each stage each time they come to it, in one query; who is still there still stays."""
    until = Window(Following("at"), partition_by=F("lead"), order_by=[F("at"), F("pk")])
    steps = LeadTransition.objects.filter(lead__in=found.order_by().values("pk"))
    stays: dict[str, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for stage, since, left in steps.annotate(left_at=until).values_list("to_stage", "at", "left_at"):  # fmt: skip
        stays[stage].append((since, left))
    return {stage: _median(stays[stage]) for stage in Stage.values}


def _median(stays: Sequence[tuple[datetime, datetime | None]]) -> Figure:
    now = timezone.now()
    times = [max(0.0, ((end or now) - since).total_seconds()) for since, end in stays]
    over = [end is not None for _since, end in stays]
    details: dict[str, Any] = {"over": sum(over)}
    if len(times) < MINIMUM_SAMPLE:
        return Figure(None, sample=len(times), details=details)
    found = quantile(kaplan_meier(times, over), 0.5)
    return Figure(found.value, found.low, found.high, len(times), details)


METRIC = Metric(
    name="lead_dwell",
    definition=Definition(
        title=_("From first seen to a goal"),
        unit=_("time; the median: half of the leads take no longer"),
        counts=_(
            "the time from the first we saw of a lead to the first goal they reached. In each stage: from each step into it to "
            "the next step out of it, forward or back"
        ),
        of=_(
            "leads first seen in the period. Those who have reached no goal yet, or are in the stage still, count with the time so far (Kaplan-Meier)"
        ),
        leaves_out=leads.LEFT_OUT_OF_LEADS,
        uncertainty=_(
            "95 % interval of the median (Brookmeyer and Crowley, on the log-log scale); none below 30 leads. Where fewer than "
            "half have come so far, there is no median yet"
        ),
        source=_("the steps of leads, and goals recorded by hand, API or CRM"),
    ),
    figure=figure,
    rows=rows,
)
