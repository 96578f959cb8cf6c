"""Smaller figures under the four."""

from dataclasses import dataclass

from django.db.models import Sum
from django.utils.translation import gettext as _

from analytics import store
from analytics.lens import Lens
from analytics.metrics import leads, questions
from analytics.metrics.base import NOT_ENOUGH, Figure
from analytics.models import Grade, PageCount, SupportIntent
from analytics.models.page_count import OPENED
from analytics.showing import Showing, hides_askers
from analytics.wording import share, span
from support.models import Case


@dataclass(frozen=True, slots=True)
class Beside:
    confirmed: int | None
    """None: not shown."""
    contacts: int | None
    solution: Figure
    solution_words: str
    leads: Figure
    consented_share: str
    """Of the pages read, how many by people who agreed to be measured."""


def beside(lens: Lens) -> Beside:
    solution = Figure(None) if hides_askers(lens) else questions.SOLUTION_RATE.figure(lens)
    hides_solved = Showing("intents").hides(lens, Grade.CONFIRMED)
    hides_taken = Showing("contacts").hides(lens)
    return Beside(
        confirmed=None if hides_solved else store.total("intents", lens, (Grade.CONFIRMED,)),
        contacts=None if hides_taken else store.total("contacts", lens),
        solution=solution,
        solution_words=_share_words(solution),
        leads=leads.METRIC.figure(lens),
        consented_share=consented_share(lens),
    )


def _share_words(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return str(NOT_ENOUGH).capitalize()
    return _("%(value)s (95 %% interval %(range)s)") % {
        "value": share(figure.value),
        "range": span(share(figure.low), share(figure.high)),
    }


def consented_share(lens: Lens) -> str:
    """Empty where no page was counted."""
    days = PageCount.objects.filter(day__gte=lens.first, day__lte=lens.last)
    days = days.exclude(kind__startswith=OPENED)
    counted = dict(days.values_list("consented").annotate(Sum("number")).order_by())
    everything = sum(counted.values())
    return share(counted.get(True, 0) / everything) if everything else ""


def has_anything() -> bool:
    return SupportIntent.objects.exists() or Case.objects.exists()
