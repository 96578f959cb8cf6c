from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from analytics import store
from analytics.assumptions import costs_by_channel, in_force
from analytics.deflection import money
from analytics.deflection.money import Amount, ChannelLine, Programme
from analytics.lens import Lens
from analytics.metrics import confirmed, deflected
from analytics.metrics.base import LEFT_OUT, Definition, Figure, Metric
from analytics.metrics.deflected import Stands
from analytics.metrics.effect import Groups
from analytics.models import Assumption
from analytics.periods import Period
from analytics.statistics.proportions import Interval

MIX_OF = timedelta(days=365)
"""Over how long up to the period's end the channels of contacts are mixed."""


@dataclass(frozen=True, slots=True)
class Saving:
    """A saving with all it stands on. `programme` None: only the whole community has a cost to subtract."""

    stands: Stands
    confirmed: Figure
    cost: Assumption
    lines: list[ChannelLine]
    amount: Amount
    programme: Programme | None

    @property
    def low(self) -> Decimal:
        return self.amount.low

    @property
    def value(self) -> Decimal:
        return self.amount.value

    @property
    def high(self) -> Decimal:
        return self.amount.high

    @property
    def net(self) -> Amount | None:
        """What is left after the community's own cost; None until that is named."""
        spent = self.programme.amount if self.programme else None
        return money.net(self.amount, spent) if spent else None

    @property
    def deflected(self) -> Interval:
        return self.stands.deflected.total

    @property
    def implicit(self) -> int:
        return self.stands.deflected.counts.implicit

    @property
    def potential(self) -> int:
        return self.stands.deflected.counts.potential

    @property
    def effect(self) -> Interval | None:
        return self.stands.deflected.effect

    @property
    def share(self) -> Interval | None:
        return self.stands.deflected.share

    @property
    def groups(self) -> Groups:
        return self.stands.groups


def saving(lens: Lens) -> Saving | None:
    """None until a cost per contact is named.

    saved = deflected x cost per contact, by channel; net = saved - programme cost. The low end takes the low number
    at the low cost, the high end the high ones.
    """
    costs = costs_by_channel()
    if not costs:
        return None
    newest = max(costs.values(), key=lambda row: (row.set_at, row.pk))
    costs = {name: row for name, row in costs.items() if row.currency == newest.currency}
    found = deflected.stands(lens)
    lines = money.by_channel(found.deflected.total, channel_mix(lens), costs)
    return Saving(
        stands=found,
        confirmed=confirmed.figure(lens),
        cost=costs.get("") or lines[0].cost,
        lines=lines,
        amount=money.sum_amounts([line.amount for line in lines]),
        programme=money.programme(in_force(), newest.currency, lens.days)
        if lens.is_whole
        else None,
    )


def channel_mix(lens: Lens) -> dict[str, int]:
    """How many contacts came by each channel in the year up to the period's end: those that were not needed are
    taken to have come the same ways."""
    year = Period(lens.last - MIX_OF, lens.last)
    return dict(store.counts("contacts", lens.over(year), "kind"))


def figure(lens: Lens) -> Figure:
    found = saving(lens)
    if found is None:
        return Figure(None)
    sample = found.stands.deflected.counts.confirmed + found.implicit + found.potential
    return Figure(
        float(found.value), float(found.low), float(found.high), sample, {"saving": found}
    )


def net_figure(lens: Lens) -> Figure:
    """No value until a cost per contact and the programme's cost are named."""
    found = saving(lens)
    if found is None or found.net is None:
        return Figure(None, details={"saving": found})
    sample = found.stands.deflected.counts.confirmed + found.implicit + found.potential
    return Figure(
        float(found.net.value),
        float(found.net.low),
        float(found.net.high),
        sample,
        {"saving": found},
    )


UNIT = _("money, in the currency of the assumption")
SOURCE = _(
    "support intents, enquiries, the survey of readers, support cases by channel, and the assumptions about costs"
)

METRIC = Metric(
    name="saved",
    definition=Definition(
        title=_("Saved"),
        unit=UNIT,
        counts=_(
            "contacts that were not needed × cost per contact, channel by channel: they are spread over the channels by "
            "which customers wrote to support in the year up to the end of the period. A channel without a cost of its own "
            "counts with the general one, or else with the least of the others"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "from the low end of the contacts at the low cost to the high end at the high cost; a range of assumptions "
            "around a 95 % interval"
        ),
        source=SOURCE,
    ),
    figure=figure,
)

NET = Metric(
    name="net_saved",
    definition=Definition(
        title=_("Saved, after what the community costs"),
        unit=UNIT,
        counts=_(
            "saved − programme cost. The programme costs an amount a month and the hours of moderators and staff × what "
            "an hour costs, for as many days as the period has"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "from the low saving less the high cost to the high saving less the low cost. Shown for the whole community "
            "only, and only once all three costs are named"
        ),
        source=SOURCE,
    ),
    figure=net_figure,
)
