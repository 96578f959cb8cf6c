from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics.base import Definition, Figure, Metric
from analytics.models import Lead, Stage, Touch
from forums.models import Topic
from support.models import Product


def rows(lens: Lens) -> QuerySet[Lead]:
    """Narrowed to a place, those whose first touch was there."""
    found = Lead.objects.consented().first_seen_between(lens.start, lens.end)
    if lens.segment is not None:
        found = found.filter(member__in=lens.answerers)
    if lens.without("segment").is_whole:
        return found
    return found.filter(first_touch__in=in_places(lens.without("segment"), Touch.objects.all()))


def in_places(lens: Lens, touches: QuerySet[Touch]) -> QuerySet[Touch]:
    """Touches of what stands in these places."""
    touches = touches.annotate(place=Coalesce(F("topic__space"), F("article__space")))
    about = Q(topic__in=Topic.objects.filter(tags__products=lens.product)) | Q(
        place__in=Product.objects.filter(pk=lens.product or 0).values("space")
    )
    touches = lens.narrow(touches, space="place", board="topic__board", product=about)
    return touches if lens.segment is None else touches.filter(member__in=lens.answerers)


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
