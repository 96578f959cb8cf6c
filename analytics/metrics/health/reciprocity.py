from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, Least
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics.base import LEFT_OUT, MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.metrics.health.writing import by_outsiders, over, place, posts, staff, whole
from analytics.statistics.proportions import wilson
from forums.models import Post


def replies(lens: Lens) -> QuerySet[Post]:
    """Replies between members: `to` is whom the post replies to, or else who opened the conversation."""
    found = by_outsiders(posts(lens)).exclude(number=1)
    found = found.annotate(to=Coalesce(F("reply_to__author"), F("topic__author")))
    return found.exclude(author=F("to")).exclude(to__in=staff())


def _pairs(lens: Lens, is_by_space: bool) -> QuerySet[Any, Any]:
    return (
        replies(lens)
        .annotate(
            place=place(is_by_space=is_by_space),
            low=Least(F("author_id"), F("to")),
            high=Greatest(F("author_id"), F("to")),
        )
        .values("place", "low", "high")
        .annotate(up=Count("pk", filter=Q(author__lt=F("to"))), down=Count("pk", filter=Q(author__gt=F("to"))))
        .order_by()
    )  # fmt: skip


def counted(lens: Lens, is_by_space: bool) -> dict[int, Figure]:
    """The share of ties that are returned is 2m / (m + n), of n pairs of whom m write to each other: it grows with
    m / n, so that the ends of the interval of that share give the ends of this one."""
    found = over(
        _pairs(lens, is_by_space),
        "place, count(*), count(*) FILTER (WHERE up > 0 AND down > 0)",
        "place",
    )
    return {where: _share(mutual, pairs) for where, pairs, mutual in found}


def _share(mutual: int, pairs: int) -> Figure:
    details = {"pairs": pairs, "mutual": mutual}
    if pairs < MINIMUM_SAMPLE:
        return Figure(None, sample=pairs, details=details)
    found = wilson(mutual, pairs)
    value, low, high = (2 * p / (1 + p) for p in (found.value, found.low, found.high))
    return Figure(value, low, high, pairs, details)


def hides(figure: Figure) -> bool:
    """Whether fewer than five people can stand behind the pairs who write to each other."""
    return is_small(2 * figure.details.get("mutual", 0))


def by_space(lens: Lens) -> dict[int, Figure]:
    return counted(lens, True)


def figure(lens: Lens) -> Figure:
    return whole(lens, counted)


def rows(lens: Lens) -> QuerySet[Post]:
    """Of each pair who write to each other the newest reply."""
    pairs = replies(lens).annotate(
        low=Least(F("author_id"), F("to")), high=Greatest(F("author_id"), F("to"))
    )
    found = over(
        pairs.values("pk", "low", "high", "author_id"),
        "max(pk)",
        "low, high HAVING count(*) FILTER (WHERE author_id = low) > 0 AND count(*) FILTER (WHERE author_id = high) > 0",
    )
    return Post.objects.filter(pk__in=[pk for (pk,) in found])


METRIC = Metric(
    name="reciprocity",
    definition=Definition(
        title=_("Replies that are returned"),
        unit=_("share of ties"),
        counts=_(
            "ties from one member to another by a reply that are returned: the other replied to them, too, in the period"
        ),
        of=_(
            "ties by a reply in the period: to the post it replies to, or else to whoever opened the conversation (M. E. J. Newman, Networks, 2nd ed. 2018, 7.3)"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "95 % interval from that of the share of pairs who write to each other (Wilson 1927), taking pairs as independent; none below 30 pairs"
        ),
        source=_("replies that can be seen; the rows are the newest reply of each pair who write to each other"),
    ),
    figure=figure,
    rows=rows,
)  # fmt: skip
