from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import RoleGrant
from analytics.lens import Lens
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.metrics.health.writing import of_last_month, place, whole
from forums.kinds.noise import STAFF
from forums.models import Post
from spaces.models import SpaceRole


def _is_ours() -> Q:
    """By somebody who speaks for the company everywhere, or leads or keeps that space."""
    everywhere = RoleGrant.objects.in_force().filter(role__in=STAFF).values("member")
    here = SpaceRole.objects.in_force().filter(
        space=OuterRef("topic__space"), member=OuterRef("author")
    )
    return Q(author__in=everywhere) | Q(Exists(here))


def rows(lens: Lens) -> QuerySet[Post]:
    return of_last_month(lens).filter(_is_ours())


def counted(lens: Lens, is_by_space: bool) -> dict[int, Figure]:
    found = (
        of_last_month(lens).annotate(place=place(is_by_space=is_by_space)).values_list("place")
        .annotate(n=Count("pk"), ours=Count("pk", filter=_is_ours())).order_by()
    )  # fmt: skip
    return {
        where: Figure(ours / n if n >= MINIMUM_SAMPLE else None, sample=n, details={"ours": ours})
        for where, n, ours in found
    }


def by_space(lens: Lens) -> dict[int, Figure]:
    return counted(lens, True)


def figure(lens: Lens) -> Figure:
    return whole(lens, counted)


METRIC = Metric(
    name="company_share",
    definition=Definition(
        title=_("Written by the company"),
        unit=_("share of posts"),
        counts=_("posts by the company's people, and by the space's evangelists and managers"),
        of=_("all posts of the thirty days that end with the period"),
        leaves_out=_("hidden and deleted conversations, and imported authors who never signed in"),
        uncertainty=_("every post is counted, so there is no range; none below 30 posts"),
        source=_("posts that can be seen, and the roles of today"),
    ),
    figure=figure,
    rows=rows,
)
