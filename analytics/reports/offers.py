"""The figures a report may hold: how each is written, where it opens, and through which lens somebody may read it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from django.db.models import CharField, Expression, F
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse

from accounts.models import Viewer
from analytics import rules
from analytics.lens import Lens
from analytics.metrics import ALL, BY_NAME, Metric
from analytics.models import Assumption
from analytics.periods import Period
from analytics.wording import duration, money, share, whole


def _money(currency: str, value: float) -> str:
    return money(Decimal(repr(float(value))), currency)


def _currency() -> str:
    costs = Assumption.objects.filter(name=Assumption.Name.COST_PER_CONTACT).newest_first()
    return costs.values_list("currency", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class Offer:
    """How a report treats a figure. `person` is the column that tells its rows' people apart, for masking."""

    written: Callable[[float], str] = whole
    page: str = "analytics:overview"
    query: str = ""
    more_is_good: bool = True
    person: Expression | F | None = None
    is_read_by: str = "executives"
    is_money: bool = False
    stands_on_count: bool = False

    def link(self, lens: Lens) -> str:
        return f"{reverse(self.page)}?{self.query}{lens.query}"


_WRITER = Coalesce(Cast("member_id", CharField()), F("email"), output_field=CharField())
_OFFERS = {
    "confirmed_deflections": Offer(
        page="analytics:deflection_rows", query="grade=confirmed&", person=F("key"), is_read_by="leaders"
    ),
    "contacts": Offer(
        page="analytics:contact_rows", more_is_good=False, person=_WRITER, is_read_by="leaders"
    ),
    "deflected": Offer(page="analytics:saving", stands_on_count=True),
    "saved": Offer(is_money=True, page="analytics:saving", stands_on_count=True),
    "net_saved": Offer(is_money=True, page="analytics:saving", stands_on_count=True),
    "survey_share": Offer(written=share, page="analytics:saving"),
    "answer_effect": Offer(written=share, page="analytics:saving"),
    "first_response": Offer(
        written=duration, page="analytics:question_rows", more_is_good=False, person=F("author"), is_read_by="workers"
    ),
    "solution_rate": Offer(
        written=share, page="analytics:question_rows", query="only=solved&", person=F("author"), is_read_by="workers"
    ),
    "unanswered": Offer(
        written=share, page="analytics:question_rows", query="only=late&", more_is_good=False, person=F("author"), is_read_by="workers"
    ),
    "unanswered_cost": Offer(is_money=True, page="analytics:mend", more_is_good=False),
    "leads_sourced": Offer(page="analytics:lead_rows", query="came=sourced&", person=F("pk")),
    "handled": Offer(page="analytics:handled", person=F("reporter"), is_read_by="workers"),
    "reversals": Offer(
        written=share, page="analytics:handled", query="only=reversed&", more_is_good=False, is_read_by="workers"
    ),
    "automation_errors": Offer(
        written=share, page="analytics:handled", query="only=wrong&", more_is_good=False, is_read_by="workers"
    ),
    "leads": Offer(page="analytics:lead_rows", person=F("pk")),
    "lead_steps": Offer(page="analytics:lead_steps", person=F("lead")),
    "lead_dwell": Offer(written=duration, page="analytics:lead_rows", more_is_good=False, person=F("pk")),
    "stalled_leads": Offer(page="analytics:lead_stalls", more_is_good=False, person=F("pk")),
    "write_first": Offer(page="analytics:write_first"),
}  # fmt: skip


def offer_of(metric: Metric) -> Offer:
    """Money is written in the currency of the newest cost."""
    offer = _OFFERS.get(metric.name, Offer())
    return replace(offer, written=partial(_money, _currency())) if offer.is_money else offer


def lens_for(metric: Metric, viewer: Viewer, period: Period) -> Lens | None:
    """The widest lens the viewer may read the figure through at this moment; None: not at all."""
    if rules.may_see_insights(viewer):
        return Lens(period)
    readers = _OFFERS.get(metric.name, Offer()).is_read_by
    if readers == "workers" and rules.may_see_work(viewer):
        return _lens_of(viewer, period, rules.spaces_of_work(viewer))
    if readers == "leaders" and rules.may_see_figures(viewer):
        return _lens_of(viewer, period, rules.spaces_of_figures(viewer))
    return None


def _lens_of(viewer: Viewer, period: Period, spaces: frozenset[int] | None) -> Lens:
    return Lens(period, spaces, rules.boards_closed(viewer, spaces))


def offered_to(viewer: Viewer, period: Period) -> list[Metric]:
    return [metric for metric in ALL if lens_for(metric, viewer, period)]


def chosen(names: list[str]) -> list[Metric]:
    """The figures of these names, in their order; one that is no more is left out."""
    return [BY_NAME[name] for name in names if name in BY_NAME]
