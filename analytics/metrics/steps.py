"""Steps that leads took from one stage to another, and those that silence took back."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics import leads
from analytics.metrics.base import Definition, Figure, Metric
from analytics.models import LeadTransition


def every(lens: Lens) -> QuerySet[LeadTransition]:
    """In the period, forward and back; narrowed to a place, of leads whose first touch was there."""
    found = LeadTransition.objects.filter(at__gte=lens.start, at__lt=lens.end)
    return found.filter(lead__in=leads.narrowed(lens).values("pk"))


def rows(lens: Lens) -> QuerySet[LeadTransition]:
    cooled = LeadTransition.Cause.COOLED
    return every(lens).exclude(from_stage="").exclude(cause=cooled)


def figure(lens: Lens) -> Figure:
    number = rows(lens).count()
    return Figure(number, sample=number)


METRIC = Metric(
    name="lead_steps",
    definition=Definition(
        title=_("Steps forward of leads"),
        unit=_("steps"),
        counts=_(
            "steps in the period from one stage to a later one, each with the act that caused it: to interest by coming back, "
            "reading an article, following a space or a board, asking or writing; to motivation by a file for members or a question before "
            "buying; to action by a goal; to relationship by coming back, answering others or another goal a day or more after it. "
            "Steps back, which 90 days of silence cause, stand beside it and are not taken off"
        ),
        leaves_out=leads.LEFT_OUT_OF_LEADS,
        uncertainty=_(
            "none: a plain count. It falls when somebody takes their agreement back, and rises when an act becomes known late"
        ),
        source=_("touches that people agreed to, questions, follows, answers and goals"),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
