from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric
from analytics.models import Lead, Stage, Touch


def rows(lens: Lens) -> QuerySet[Lead]:
    return Lead.objects.consented().first_seen_between(lens.start, lens.end)


def figure(lens: Lens) -> Figure:
    counted = dict(rows(lens).values_list("stage").annotate(Count("pk")).order_by())
    by_stage = [(stage.value, stage.label, counted.get(stage.value, 0)) for stage in Stage]
    number = sum(counted.values())
    return Figure(number, sample=number, details={"by_stage": by_stage})


def by_source(lens: Lens) -> list[tuple[str, str, int]]:
    """How they came, in words, and how many, the most frequent first."""
    counted = rows(lens).values_list("via").annotate(number=Count("pk")).order_by("-number", "via")
    words = dict(Touch.Via.choices)
    return [(via, str(words.get(via, _("not known"))), number) for via, number in counted]


METRIC = Metric(
    name="leads",
    definition=Definition(
        title=_("People who agreed to be contacted"),
        unit=_("people"),
        counts=_(
            "people whose agreement to be contacted about products holds today, and whom we first saw in the period: "
            "sourced by the community when their first visit is known"
        ),
        leaves_out=_("everybody else, however often they come; the company's own people"),
        uncertainty=_("none: a plain count. It falls when somebody takes their agreement back"),
        source=_("the ledger of consents, and touches that people agreed to"),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
