"""What contacts would have cost, by channel, and what the community costs. Pure: no database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from analytics.models import Assumption
from analytics.statistics.proportions import Interval
from support.models import Case

ALL_CHANNELS = _("All channels")
CENT = Decimal("0.01")
DAYS_A_MONTH = Decimal("365.25") / 12


@dataclass(frozen=True, slots=True)
class Amount:
    """Money between its low and its high end, to the cent."""

    low: Decimal
    value: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """The part of the contacts that would have come by one channel, by the mix of those that came."""

    channel: str
    cases: int
    share: float
    contacts: Interval
    cost: Assumption
    amount: Amount

    @property
    def label(self) -> str:
        words = dict(Case.Channel.choices)
        return str(words.get(self.channel, self.channel)) if self.channel else str(ALL_CHANNELS)


@dataclass(frozen=True, slots=True)
class Programme:
    """What the community costs in the period: money a month, and hours times their cost. `missing` is not named yet."""

    parts: Mapping[str, Assumption] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    amount: Amount | None = None


def by_channel(
    deflected: Interval, mix: Mapping[str, int], costs: Mapping[str, Assumption]
) -> list[ChannelLine]:
    """Spread over the channels by which customers wrote. A channel without a cost of its own has the general one; where
    there is none, the least of the others. Empty without any cost."""
    if not costs:
        return []
    general = costs.get("") or min(costs.values(), key=lambda row: row.value)
    known = {channel: number for channel, number in mix.items() if number} or {"": 1}
    everything = sum(known.values())
    lines = []
    for channel, number in sorted(known.items(), key=lambda each: (-each[1], each[0])):
        share = number / everything
        cost = costs.get(channel, general)
        contacts = Interval(*(part * share for part in _bounds(deflected)))
        lines.append(
            ChannelLine(channel, mix.get(channel, 0), share, contacts, cost, times(contacts, cost))
        )
    return lines


def times(number: Interval, cost: Assumption) -> Amount:
    """Low by low, high by high: what somebody assumed has no distribution to weigh."""
    parts = zip(_bounds(number), (cost.low, cost.value, cost.high), strict=True)
    return Amount(*((Decimal(repr(float(count))) * each).quantize(CENT) for count, each in parts))


def sum_amounts(amounts: list[Amount]) -> Amount:
    return Amount(
        sum((each.low for each in amounts), Decimal(0)),
        sum((each.value for each in amounts), Decimal(0)),
        sum((each.high for each in amounts), Decimal(0)),
    )


def programme(held: Mapping[str, Assumption], currency: str, days: int) -> Programme:
    """The cost of `days` days of the community; no amount until all three parts are named in the saving's currency."""
    Name = Assumption.Name
    wanted = (Name.PROGRAMME_COST, Name.STAFF_HOURS, Name.HOUR_COST)
    parts = {
        name.value: held[name]
        for name in wanted
        if name in held and held[name].currency in ("", currency)
    }
    missing = tuple(str(name.label) for name in wanted if name.value not in parts)
    if missing:
        return Programme(parts, missing)
    months = Decimal(days) / DAYS_A_MONTH
    cost, hours, hour = (parts[name.value] for name in wanted)
    ends = [
        ((getattr(cost, end) + getattr(hours, end) * getattr(hour, end)) * months).quantize(CENT)
        for end in ("low", "value", "high")
    ]
    return Programme(parts, (), Amount(*ends))


def net(saved: Amount, spent: Amount) -> Amount:
    """At least: the low saving less the high cost; at most the other way round."""
    return Amount(saved.low - spent.high, saved.value - spent.value, saved.high - spent.low)


def _bounds(number: Interval) -> tuple[float, float, float]:
    return number.low, number.value, number.high
