"""Words that were searched for and found nothing, as far as searchers agreed to be measured, and five of them used them."""

from dataclasses import dataclass

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast, Coalesce

from analytics.lens import Lens
from analytics.masking import FEWEST
from analytics.models import Touch

MOST = 30
WHO = Coalesce(Cast("member", CharField()), Cast("browser", CharField()))


@dataclass(frozen=True, slots=True)
class Missed:
    words: str
    people: int
    number: int


def searches(lens: Lens) -> QuerySet[Touch]:
    """Searches that found nothing. A search is made nowhere in particular: narrowed to a place there are none."""
    found = Touch.objects.consented().exclude(missed="")
    found = found.filter(at__gte=lens.start, at__lt=lens.end)
    if lens.segment is not None:
        found = found.filter(member__in=lens.answerers)
    narrowed = (lens.space, lens.board, lens.product) != (None, None, None)
    return found.none() if narrowed or lens.spaces is not None else found


def words(lens: Lens, most: int = MOST) -> list[Missed]:
    """The most people first; words of fewer than five are nobody's business."""
    counted = (
        searches(lens).values("missed").annotate(people=Count(WHO, distinct=True), number=Count("pk"))
        .filter(people__gte=FEWEST).order_by("-people", "missed")[:most]
    )  # fmt: skip
    return [Missed(row["missed"], row["people"], row["number"]) for row in counted]


def searched(lens: Lens, term: str) -> QuerySet[Touch]:
    """The searches behind one line, if that line is shown; else none."""
    rows = searches(lens).filter(missed=term)
    people = rows.aggregate(n=Count(WHO, distinct=True))["n"]
    return rows if people >= FEWEST else rows.none()
