"""What forums can count of members, for trust levels: one query each, for any number of members."""

from collections.abc import Collection

from django.db.models import Count, F, QuerySet
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from accounts.standing.trust import Measure, register
from forums.models import Post, Reaction, Solution, State


def _shown(member_ids: Collection[int]) -> QuerySet[Post]:
    return Post.objects.filter(
        author__in=member_ids, state=State.VISIBLE, topic__state=State.VISIBLE
    )


def posts(member_ids: Collection[int]) -> dict[int, int]:
    return dict(_shown(member_ids).values_list("author").annotate(Count("pk")))


def days_active(member_ids: Collection[int]) -> dict[int, int]:
    days = (
        _shown(member_ids)
        .values_list("author")
        .annotate(days=Count(TruncDate("created_at"), distinct=True))
    )
    return dict(days)


def thanked_by(member_ids: Collection[int]) -> dict[int, int]:
    """How many others thanked them: a friend who thanks for every post counts once."""
    thanks = Reaction.objects.filter(post__author__in=member_ids, post__state=State.VISIBLE)
    return dict(thanks.values_list("post__author").annotate(Count("member", distinct=True)))


def solutions(member_ids: Collection[int]) -> dict[int, int]:
    """Answers that solved somebody else's question."""
    held = Solution.objects.in_force().filter(
        post__author__in=member_ids, post__state=State.VISIBLE
    )
    others = held.exclude(topic__author=F("post__author"))
    return dict(others.values_list("post__author").annotate(Count("pk")))


register(Measure("posts", _("Posts others can read"), posts, order=20))
register(Measure("days_active", _("Days with a post"), days_active, order=30))
register(Measure("thanked_by", _("Members who said thanks"), thanked_by, order=40))
register(Measure("solutions", _("Questions of others solved"), solutions))
