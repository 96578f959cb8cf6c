"""What the answers on the contact form are worth: an experiment that runs all the time.

A few people, drawn by lot, are shown no answers though there are some. How many more of them send the form is
what the answers prevent.
"""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.assumptions import waiting_window
from analytics.lens import Lens
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.once import once
from analytics.statistics.proportions import Interval, newcombe
from support.models import Enquiry

LOOKS_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Groups:
    """How many enquiries had answers shown or withheld, and how many of them were sent all the same."""

    shown: int
    shown_sent: int
    withheld: int
    withheld_sent: int

    @property
    def is_enough(self) -> bool:
        return min(self.shown, self.withheld) >= MINIMUM_SAMPLE

    def effect(self) -> Interval | None:
        if not self.is_enough:
            return None
        return newcombe(self.withheld_sent, self.withheld, self.shown_sent, self.shown)


def groups(lens: Lens) -> Groups:
    """Enquiries for which there were answers, of the year up to the period's end, whose waiting window has closed."""
    end = min(lens.end, timezone.now() - waiting_window())
    found = Enquiry.objects.filter(
        answers_found__gt=0, created_at__gte=end - LOOKS_BACK, created_at__lt=end
    )
    sent, shown = Q(outcome=Enquiry.Outcome.SENT), Q(withheld=False)
    read = partial(
        found.aggregate,
        all_shown=Count("pk", filter=shown),
        sent_shown=Count("pk", filter=shown & sent),
        all_withheld=Count("pk", filter=~shown),
        sent_withheld=Count("pk", filter=~shown & sent),
    )
    counted = once(("groups", lens.period), read)
    return Groups(
        counted["all_shown"],
        counted["sent_shown"],
        counted["all_withheld"],
        counted["sent_withheld"],
    )


def figure(lens: Lens) -> Figure:
    found = groups(lens)
    effect = found.effect()
    sample = found.shown + found.withheld
    if effect is None:
        return Figure(None, sample=sample, details={"groups": found})
    return Figure(effect.value, effect.low, effect.high, sample, {"groups": found})


METRIC = Metric(
    name="answer_effect",
    definition=Definition(
        title=_("What the answers on the contact form prevent"),
        unit=_("share of enquiries, between -1 and 1"),
        counts=_(
            "the share that sent the form although no answers were shown, less the share that sent it although answers "
            "were shown. Who is shown none is drawn by lot, so the difference is what the answers do"
        ),
        of=_("enquiries for which there were answers, of one year up to the end of the period"),
        leaves_out=_(
            "enquiries without any answer to show, and those whose waiting window is still open"
        ),
        uncertainty=_(
            "95 % interval for the difference of two shares (Newcombe 1998, method 10); none below 30 in each group"
        ),
        source=_("enquiries on the contact form"),
    ),
    figure=figure,
)
