from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from analytics.assumptions import cost_per_contact
from analytics.lens import Lens
from analytics.metrics import confirmed, effect
from analytics.metrics.base import LEFT_OUT, Definition, Figure, Metric
from analytics.metrics.effect import Groups
from analytics.models import Assumption
from analytics.statistics.proportions import Interval


@dataclass(frozen=True, slots=True)
class Saving:
    """A saving with all it stands on; `effect` None: the implicit part is left out for want of evidence."""

    cost: Assumption
    confirmed: Figure
    implicit: int
    effect: Interval | None
    groups: Groups

    @property
    def low(self) -> Decimal:
        return _times(self.deflected.low, self.cost.low)

    @property
    def value(self) -> Decimal:
        return _times(self.deflected.value, self.cost.value)

    @property
    def high(self) -> Decimal:
        return _times(self.deflected.high, self.cost.high)

    @property
    def deflected(self) -> Interval:
        """Contacts that were not needed: confirmed, and of the implicit ones the share that the answers explain."""
        share = self.effect or Interval(0, 0, 0)
        low, value, high = (
            max(0.0, each) * self.implicit for each in (share.low, share.value, share.high)
        )
        return Interval(
            (self.confirmed.low or 0) + low,
            (self.confirmed.value or 0) + value,
            (self.confirmed.high or 0) + high,
        )


def saving(lens: Lens) -> Saving | None:
    """None until a cost per contact is named.

    saved = (confirmed + implicit x effect) x cost per contact. The low end leaves out what is provisional and takes
    the low cost and the low effect; the high end takes the high ones.
    """
    cost = cost_per_contact()
    if cost is None:
        return None
    groups = effect.groups(lens)
    return Saving(
        cost=cost,
        confirmed=confirmed.figure(lens),
        implicit=confirmed.intents(lens).implicit().count(),
        effect=groups.effect(),
        groups=groups,
    )


def _times(number: float, cost: Decimal) -> Decimal:
    return (Decimal(repr(float(number))) * cost).quantize(Decimal("0.01"))


def figure(lens: Lens) -> Figure:
    found = saving(lens)
    if found is None:
        return Figure(None)
    sample = int(found.confirmed.value or 0) + found.implicit
    return Figure(
        float(found.value), float(found.low), float(found.high), sample, {"saving": found}
    )


METRIC = Metric(
    name="saved",
    definition=Definition(
        title=_("Saved"),
        unit=_("money, in the currency of the assumption"),
        counts=_(
            "(confirmed deflections + implicit ones × what the answers on the contact form prevent) × cost per contact. "
            "Implicit: somebody began to write to support, read an answer and left without sending. Reading alone is worth "
            "nothing here: page views are not savings"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "from low to high: without the provisional deflections at the low cost and the low end of the effect, to all "
            "of them at the high cost and the high end. While the effect lacks evidence the implicit ones count nothing"
        ),
        source=_(
            "support intents, enquiries, and the assumption about the cost per contact. The cost of running the community is not subtracted"
        ),
    ),
    figure=figure,
)
