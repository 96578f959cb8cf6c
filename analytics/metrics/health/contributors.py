from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics.base import LEFT_OUT, Definition, Figure, Metric
from analytics.metrics.health.writing import by_outsiders, of_last_month, place, whole
from forums.models import Post


def counted(lens: Lens, is_by_space: bool) -> dict[int, Figure]:
    rows_ = by_outsiders(of_last_month(lens)).annotate(place=place(is_by_space=is_by_space))
    found = rows_.values_list("place").annotate(n=Count("author", distinct=True)).order_by()
    return {where: Figure(n, n, n, n) for where, n in found}


def hides(figure: Figure) -> bool:
    return is_small(int(figure.value or 0))


def by_space(lens: Lens) -> dict[int, Figure]:
    return counted(lens, True)


def figure(lens: Lens) -> Figure:
    found = whole(lens, counted)
    return found if found.value is not None else Figure(0, 0, 0, 0)


def rows(lens: Lens) -> QuerySet[Post]:
    """Of each of these people the newest post."""
    theirs = by_outsiders(of_last_month(lens))
    newest = theirs.order_by("author_id", "-created_at", "-pk").distinct("author_id")
    return Post.objects.filter(pk__in=newest.values("pk"))


METRIC = Metric(
    name="active_contributors",
    definition=Definition(
        title=_("People who write"),
        unit=_("people"),
        counts=_(
            "people who wrote at least one post in the thirty days that end with the period; the rows are the newest post of each"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_("a count; not shown where it is fewer than five people"),
        source=_("posts that can be seen"),
    ),
    figure=figure,
    rows=rows,
    is_count=True,
)
