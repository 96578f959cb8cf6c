"""Figures in words a board member uses."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.metrics import Figure
from analytics.periods import Period
from analytics.statistics.proportions import leaves_out

MANY, TOO_MANY = 10, 100
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


@dataclass(frozen=True, slots=True)
class Trend:
    """How a figure stands against the period before; `mood` is good, bad or nothing."""

    text: str
    direction: str = ""
    mood: str = ""


def whole(number: float | Decimal) -> str:
    return formats.number_format(round(number), use_l10n=True, force_grouping=True)


def money(amount: Decimal, currency: str) -> str:
    """An amount in whole units: more would pretend to a precision there is not."""
    return _with_sign(whole(amount), currency)


def price(amount: Decimal, currency: str) -> str:
    """To the cent."""
    return _with_sign(formats.number_format(amount, 2, force_grouping=True), currency)


def _with_sign(number: str, currency: str) -> str:
    sign = SIGNS.get(currency)
    return f"{sign}{number}" if sign else f"{number} {currency}"


def share(part: float) -> str:
    return _("%(number)s %%") % {"number": formats.number_format(part * 100, 0)}


def span(low: str, high: str) -> str:
    return low if low == high else f"{low}–{high}"


def duration(seconds: float | None) -> str:
    """A wait with two units: "4 min", "3 h 20 min", "2 d 4 h"."""
    if seconds is None:
        return _("longer than we have seen")
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("under a minute")
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, _("%d d")), (hours, _("%d h")), (minutes, _("%d min"))]
    first = next(index for index, (number, _words) in enumerate(parts) if number)
    return " ".join(words % number for number, words in parts[first : first + 2] if number)


def differ(now: Figure, before: Figure, days: int, days_before: int) -> bool:
    """Whether two counts differ by more than chance explains.

    Given their sum, the later of two Poisson counts of one rate is binomial with the share of days; the counts
    differ when Wilson's 95 % interval leaves that share out (J. Przyborowski and H. Wilenski, Biometrika 31, 1940).
    """
    both = round((now.value or 0) + (before.value or 0))
    if not both:
        return False
    return leaves_out(round(now.value or 0), both, days / (days + days_before))


def apart(now: Figure, before: Figure) -> bool:
    """Whether two estimates' intervals have nothing in common."""
    if None in (now.low, now.high, before.low, before.high):
        return False
    return now.low > before.high or now.high < before.low  # type: ignore[operator]


def trend(now: Figure, before: Figure, name: str, *, more_is_good: bool, is_sure: bool) -> Trend:
    """Compares with another period, called `name`; says so where nothing can be compared, or where it may be chance."""
    if now.value is None or before.value is None:
        return Trend(_("Not enough evidence to compare with %(before)s.") % {"before": name})
    if before.value == 0:
        return Trend(_("None in %(before)s.") % {"before": name})
    change = (now.value - before.value) / abs(before.value)
    if abs(change) < 0.005:
        return Trend(_("As in %(before)s.") % {"before": name})
    said = _changed(now.value, before.value, change) % {
        "change": share(abs(change)),
        "before": name,
    }
    direction = "rise" if change > 0 else "fall"
    if not is_sure:
        return Trend(_("%(change)s; it may be chance.") % {"change": said}, direction)
    return Trend(f"{said}.", direction, "good" if (change > 0) == more_is_good else "bad")


def _changed(now: float, before: float, change: float) -> str:
    """A share says nothing of what was, or fell, below nothing; and past ten times as much nobody reads it."""
    if min(now, before) < 0:
        return _("More than in %(before)s") if change > 0 else _("Less than in %(before)s")
    if now >= before * TOO_MANY:
        return _("Far more than in %(before)s")
    if now >= before * MANY:
        return _("%(times)s times as much as in %%(before)s") % {"times": whole(now / before)}
    return (
        _("%(change)s more than in %(before)s")
        if change > 0
        else _("%(change)s less than in %(before)s")
    )


def the_period_before(period: Period) -> str:
    if period.is_month:
        return period.before().label
    return ngettext("the day before", "the %(n)d days before", period.days) % {"n": period.days}


def a_year_before(period: Period) -> str:
    if period.is_month:
        return period.year_before().label
    return _("the same days a year earlier")
