"""Leads who stand still: those who have not bought, and took no step for a while."""

from datetime import timedelta

from django.db.models import Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.journeys import STALLED_AFTER
from analytics.lens import Lens
from analytics.metrics import leads
from analytics.metrics.base import Definition, Figure, Metric
from analytics.models import Lead, LeadTransition, Stage

OPEN = (Stage.AWARENESS, Stage.INTEREST, Stage.MOTIVATION)
"""Before they bought."""


def rows(lens: Lens) -> QuerySet[Lead]:
    """With `stepped_at`, when they took their last step forward: silence that took one back does not begin a stall anew."""
    forward = ~Q(transitions__cause=LeadTransition.Cause.COOLED)
    found = leads.rows(lens).filter(stage__in=OPEN)
    found = found.annotate(stepped_at=Max("transitions__at", filter=forward))
    return found.filter(stepped_at__lte=timezone.now() - STALLED_AFTER)


def is_stall(stage: str, stay: timedelta) -> bool:
    return stage in OPEN and stay >= STALLED_AFTER


def figure(lens: Lens) -> Figure:
    number = rows(lens).count()
    return Figure(number, sample=number)


METRIC = Metric(
    name="stalled_leads",
    definition=Definition(
        title=_("Leads who stand still"),
        unit=_("people"),
        counts=_(
            "leads first seen in the period who have reached no goal, and took no step forward for 30 days or more"
        ),
        leaves_out=leads.LEFT_OUT_OF_LEADS,
        uncertainty=_("none: a plain count"),
        source=_("the ledger of consents, and the steps of leads"),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
