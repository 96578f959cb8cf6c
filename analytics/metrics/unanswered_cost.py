"""What it costs to leave questions without an answer: the cases that an answer would have prevented."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from analytics.assumptions import cost_per_contact
from analytics.lens import Lens
from analytics.metrics import confirmed
from analytics.metrics.base import LEFT_OUT, MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.models import Assumption, Grade, IntentEvidence, SupportIntent
from analytics.statistics.proportions import Interval, newcombe


@dataclass(frozen=True, slots=True)
class Cost:
    """The counts it stands on, the difference they make, and what one contact costs."""

    answered: int
    answered_failed: int
    open: int
    open_failed: int
    effect: Interval | None
    cost: Assumption | None

    @property
    def contacts(self) -> Interval | None:
        """Cases that would not have come; less than nothing counts as nothing."""
        if self.effect is None:
            return None
        found = self.effect
        return Interval(
            *(max(0.0, each) * self.open for each in (found.low, found.value, found.high))
        )

    @property
    def money(self) -> tuple[Decimal, Decimal, Decimal] | None:
        """Expected, low and high."""
        if self.contacts is None or self.cost is None:
            return None
        pairs = (
            (self.contacts.value, self.cost.value),
            (self.contacts.low, self.cost.low),
            (self.contacts.high, self.cost.high),
        )
        found = [(Decimal(repr(n)) * price).quantize(Decimal("0.01")) for n, price in pairs]
        return found[0], found[1], found[2]


def asked(lens: Lens) -> QuerySet[Any, Any]:
    """Wishes for help of which a question is part and whose window has closed; with whether it was answered in it."""
    questions = IntentEvidence.objects.countable().filter(
        key=OuterRef("key"), intent=OuterRef("pk"), kind=IntentEvidence.Kind.QUESTION_ASKED
    )
    in_time = questions.filter(topic__answered_at__lte=OuterRef("closes_at"))
    closed = confirmed.intents(lens).filter(closes_at__lte=timezone.now())
    return closed.filter(Exists(questions)).annotate(was_answered=Exists(in_time))


def rows(lens: Lens, which: str = "") -> QuerySet[SupportIntent]:
    """ "answered", "answered_failed", "open", "open_failed": what a count on the page opens to."""
    found = asked(lens).filter(was_answered=which.startswith("answered"))
    return found.filter(grade=Grade.FAILED) if which.endswith("_failed") else found


def reckoned(lens: Lens) -> Cost:
    answered, failed = Q(was_answered=True), Q(grade=Grade.FAILED)
    counted = asked(lens).aggregate(
        answered=Count("pk", filter=answered),
        answered_failed=Count("pk", filter=answered & failed),
        open=Count("pk", filter=~answered),
        open_failed=Count("pk", filter=~answered & failed),
    )
    enough = min(counted["answered"], counted["open"]) >= MINIMUM_SAMPLE
    effect = (
        newcombe(
            counted["open_failed"], counted["open"], counted["answered_failed"], counted["answered"]
        )
        if enough
        else None
    )
    return Cost(**counted, effect=effect, cost=cost_per_contact())


def figure(lens: Lens) -> Figure:
    found = reckoned(lens)
    details = {"cost": found}
    sample = found.answered + found.open
    if found.money is None:
        return Figure(None, sample=sample, details=details)
    value, low, high = map(float, found.money)
    return Figure(value, low, high, sample, details)


METRIC = Metric(
    name="unanswered_cost",
    definition=Definition(
        title=_("What questions without an answer cost"),
        unit=_("money, in the currency of the assumption"),
        counts=_(
            "questions that nobody answered within their waiting window × how much more often their askers opened a support "
            "case than those who got an answer × cost per contact. Who gets an answer is not drawn by lot, so this is "
            "what goes with an answer, not proof of what it does"
        ),
        of=_(
            "wishes for help that began in the period with a question, and whose window has closed"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "95 % interval for the difference of two shares (Newcombe 1998, method 10) at the low and the high cost; none "
            "below 30 in each group. Less than nothing counts as nothing"
        ),
        source=_(
            "support intents, questions and their first answers, and the assumption about the cost per contact"
        ),
    ),
    figure=figure,
)
