"""Contacts per active customer, month by month, before and after the community began. A worker fits it and keeps it."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import TruncMonth
from django.utils import timezone

from analytics.lens import Lens
from analytics.metrics import contacts
from analytics.models import CustomerCount, Reckoning
from analytics.periods import Period, month_of, today, zone
from analytics.statistics.series import FEWEST_AFTER, FEWEST_BEFORE, interrupted
from forums.models import Topic

NAME = "contacts_before_and_after"
PER = 1000
"""Contacts are counted per so many active customers."""
LONGEST_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Month:
    """One closed month. `customers` None: nobody has said how many there were by then."""

    first: date
    contacts: int
    customers: int | None

    @property
    def rate(self) -> float:
        """Contacts per thousand active customers; without their number, contacts."""
        return self.contacts * PER / self.customers if self.customers else float(self.contacts)


@dataclass(frozen=True, slots=True)
class History:
    """The months there are, and the index of the one in which the community began; None while it has not."""

    months: list[Month] = field(default_factory=list)
    began: int | None = None

    @property
    def before(self) -> int:
        return len(self.months) if self.began is None else self.began

    @property
    def after(self) -> int:
        return len(self.months) - self.before

    @property
    def has_customers(self) -> bool:
        return bool(self.months) and all(month.customers for month in self.months)

    @property
    def is_enough(self) -> bool:
        return self.before >= FEWEST_BEFORE and self.after >= FEWEST_AFTER


def history() -> History:
    """From the month of the first case to the last closed one; three queries."""
    everything = Lens(Period(date(1990, 1, 1), today()))
    counted = (
        contacts.rows(everything)
        .annotate(month=TruncMonth("opened_at", tzinfo=zone()))
        .values_list("month")
        .annotate(Count("pk"))
        .order_by("month")
    )
    by_month = {month.date(): number for month, number in counted}
    if not by_month:
        return History()
    customers = _customers()
    firsts, first = [], min(by_month)
    while first < today().replace(day=1):
        firsts.append(first)
        first = _next(first)
    firsts = firsts[-LONGEST_MONTHS:]
    months = [Month(each, by_month.get(each, 0), _known(customers, each)) for each in firsts]
    started = began_in()
    later = [index for index, month in enumerate(months) if started and month.first >= started]
    return History(months, later[0] if later else None)


def began_in() -> date | None:
    """The month of the first question somebody asked here; what was imported was asked elsewhere."""
    first = (
        Topic.objects.questions()
        .filter(author__is_placeholder=False)
        .aggregate(at=Min("created_at"))["at"]
    )
    return timezone.localtime(first, zone()).date().replace(day=1) if first else None


def _customers() -> dict[date, int]:
    """What was last said of each month."""
    rows = CustomerCount.objects.order_by("month", "set_at", "pk").values_list("month", "number")
    return dict(rows)


def _known(customers: dict[date, int], month: date) -> int | None:
    """What was said of the month, or of the last one before it; before the first, that one's."""
    earlier = [each for each in customers if each <= month]
    if earlier:
        return customers[max(earlier)]
    return customers[min(customers)] if customers else None


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def fit() -> dict[str, Any]:
    """Reckon it and keep it for the page; what is kept says of itself from which numbers it was made."""
    found = history()
    result: dict[str, Any] = {
        "months": [
            [month.first.isoformat(), month.contacts, month.customers] for month in found.months
        ],
        "began": found.began,
        "fit": None,
    }
    if found.is_enough and found.began is not None:
        weights = [
            (month.customers or PER) / PER if found.has_customers else 1.0 for month in found.months
        ]
        rates = [month.rate if found.has_customers else month.contacts for month in found.months]
        result["fit"] = interrupted(rates, found.began, weights=weights).as_json()
    Reckoning.objects.update_or_create(
        name=NAME, defaults={"result": result, "made_at": timezone.now()}
    )
    return result


def rows_of(month: date) -> str:
    """The address of the contacts a month counts."""
    return month_of(month).query
