from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics.base import LEFT_OUT, MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.metrics.health.writing import MONTH, by_outsiders, place, posts, whole
from analytics.periods import EARLIEST, Period, midnight, month_of, zone
from analytics.statistics.proportions import wilson
from forums.models import Post, State

DAY = timedelta(days=1)


def rows(lens: Lens) -> QuerySet[Any]:
    """First posts of people in a space, whose first thirty days there ended in the period.

    Of everybody who wrote in that time the first post of it, without those who had written there before. Asked in two
    steps that are each read once through: in one, a database that does not know its tables yet looks up every post for every post.
    """
    start, end = lens.start - MONTH, lens.end - MONTH
    wrote = by_outsiders(posts(lens, start, end))
    first = wrote.order_by("author_id", "topic__space_id", "created_at", "pk")
    first = first.distinct("author_id", "topic__space_id")
    earlier = posts(lens, midnight(EARLIEST), start).filter(author__in=wrote.values("author"))
    known = set(earlier.values_list("author_id", "topic__space_id").order_by().distinct())
    new = [
        pk
        for author, space, pk in first.values_list("author_id", "topic__space_id", "pk")
        if (author, space) not in known
    ]
    return Post.objects.filter(pk__in=new).annotate(returned=_returned(lens))


def returned_rows(lens: Lens) -> QuerySet[Any]:
    return rows(lens).filter(returned=True)


def _theirs(lens: Lens) -> QuerySet[Post]:
    """Other posts of the same person in the same space, as far as the reader may know of them."""
    found = Post.objects.filter(
        author=OuterRef("author"),
        topic__space=OuterRef("topic__space"),
        state=State.VISIBLE,
        topic__state=State.VISIBLE,
    )
    return found.exclude(topic__board__in=lens.closed) if lens.closed else found


def _returned(lens: Lens) -> Exists:
    later = Q(created_at__gt=OuterRef("created_at") + DAY) & Q(
        created_at__lte=OuterRef("created_at") + MONTH
    )
    return Exists(_theirs(lens).filter(later))


def counted(lens: Lens, is_by_space: bool) -> dict[int, Figure]:
    found = (
        rows(lens).annotate(place=place(is_by_space=is_by_space)).values_list("place")
        .annotate(n=Count("pk"), back=Count("pk", filter=Q(returned=True))).order_by()
    )  # fmt: skip
    return {where: _share(back, n) for where, n, back in found}


def _share(back: int, n: int) -> Figure:
    details = {"returned": back, "newcomers": n}
    if n < MINIMUM_SAMPLE:
        return Figure(None, sample=n, details=details)
    share = wilson(back, n)
    return Figure(share.value, share.low, share.high, n, details)


def hides(figure: Figure) -> bool:
    """Whether newcomers, those who came back, or those who did not are so few that their number is nobody's to read."""
    new, back = figure.details.get("newcomers", 0), figure.details.get("returned", 0)
    return any(is_small(number) for number in (new, back, new - back))


def by_space(lens: Lens) -> dict[int, Figure]:
    return counted(lens, True)


def figure(lens: Lens) -> Figure:
    return whole(lens, counted)


def cohorts(lens: Lens, months: int = 12) -> list[tuple[Period, Figure]]:
    """By the calendar month of the first post, the oldest first: those whose month of grace is over. One query."""
    last = month_of((lens.end - MONTH).astimezone(zone()).date())
    wanted = [last]
    while len(wanted) < months:
        wanted.append(wanted[-1].before())
    over = lens.over(Period(wanted[-1].first + MONTH, lens.last))
    found = (
        rows(over).annotate(month=TruncMonth("created_at", tzinfo=zone())).values_list("month")
        .annotate(n=Count("pk"), back=Count("pk", filter=Q(returned=True))).order_by()
    )  # fmt: skip
    known = {month.date(): _share(back, n) for month, n, back in found}
    return [(each, known.get(each.first, Figure(None))) for each in reversed(wanted)]


METRIC = Metric(
    name="newcomers_return",
    definition=Definition(
        title=_("Newcomers who come back"),
        unit=_("share"),
        counts=_(
            "newcomers who wrote in the space again, a day or more after their first post there and within thirty days of it"
        ),
        of=_("people whose first thirty days in the space, counted from their first post there, ended in the period"),
        leaves_out=LEFT_OUT,
        uncertainty=_("95 % interval for a share (Wilson 1927); none below 30 newcomers"),
        source=_("posts that can be seen. Who came back to read alone is not known of most, and not counted"),
    ),
    figure=figure,
    rows=returned_rows,
)  # fmt: skip
