from collections import Counter

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics import store
from analytics.assumptions import waiting_window
from analytics.lens import Lens
from analytics.metrics.base import LEFT_OUT, Definition, Figure, Metric
from analytics.models import Grade, SupportIntent
from analytics.models.intent import SupportIntentQuerySet
from analytics.once import once


def intents(lens: Lens) -> SupportIntentQuerySet:
    """All wishes for help that began in the period, whatever became of them."""
    began = SupportIntent.objects.filter(opened_at__gte=lens.start, opened_at__lt=lens.end)
    return lens.of_intents(began)


def rows(lens: Lens) -> SupportIntentQuerySet:
    return intents(lens).confirmed()


def figure(lens: Lens) -> Figure:
    """The count; its lower bound leaves out what is still provisional."""
    number = store.total("intents", lens, (Grade.CONFIRMED,))
    held = provisional(lens)[Grade.CONFIRMED]
    return Figure(number, number - held, number, number, {"provisional": held})


def provisional(lens: Lens) -> Counter[str]:
    """How many of the period may still turn into a case, by grade: of the last waiting window alone, so they are few."""
    now = timezone.now()
    # A window is as long for everybody, so that whatever opened before it has closed: that is what the index is asked.
    young = intents(lens).filter(opened_at__gt=now - waiting_window(), closes_at__gt=now)
    counted = young.values_list("grade").annotate(Count("pk")).order_by()
    return once(("provisional", lens), lambda: Counter(dict(counted)))


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
