from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics.base import LEFT_OUT, Definition, Figure, Metric
from analytics.models import IntentEvidence, SupportIntent
from analytics.models.intent import SupportIntentQuerySet

SOLVES = Q(evidence__kind=IntentEvidence.Kind.SOLUTION_ACCEPTED)
PRESSED = Q(evidence__kind=IntentEvidence.Kind.ENQUIRY_SOLVED)


def intents(lens: Lens) -> SupportIntentQuerySet:
    """All wishes for help that began in the period, whatever became of them."""
    began = SupportIntent.objects.filter(opened_at__gte=lens.start, opened_at__lt=lens.end)
    return lens.of_intents(began)


def rows(lens: Lens) -> SupportIntentQuerySet:
    return intents(lens).confirmed()


def figure(lens: Lens) -> Figure:
    """The count; its lower bound leaves out what is still provisional."""
    counted = rows(lens).aggregate(
        all=Count("pk", distinct=True),
        provisional=Count("pk", filter=Q(closes_at__gt=timezone.now()), distinct=True),
        by_answer=Count("pk", filter=SOLVES, distinct=True),
        said=Count("pk", filter=SOLVES | PRESSED, distinct=True),
    )
    number = counted["all"]
    details = {
        "provisional": counted["provisional"],
        "by_answer": counted["by_answer"],
        "by_form": counted["said"] - counted["by_answer"],
        "by_survey": number - counted["said"],
    }
    return Figure(number, number - counted["provisional"], number, number, details)


METRIC = Metric(
    name="confirmed_deflections",
    definition=Definition(
        title=_("Problems solved without support"),
        unit=_(
            "wishes for help (support intents): one person's within one waiting window count once"
        ),
        counts=_(
            "people who said so themselves: they accepted an answer to their question, pressed “This solved it” on the "
            "contact form, or said yes when we asked whether a page helped; it was the last thing they did about it, and "
            "no support case was opened within the waiting window. Counted in the period in which the wish began, however late the answer was accepted. People who did "
            "not agree to be measured are counted by conversation, since we cannot know that two are the same person's"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "a count; provisional until the waiting window (72 hours unless set otherwise) has closed, since a case may "
            "still be opened. The lower bound is without the provisional ones"
        ),
        source=_(
            "questions, accepted answers, contact forms, the survey of readers and support cases"
        ),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
