"""Which topics a member follows, for the lists of forums."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Q
from taggit.models import Tag

from accounts.models import Member
from notifications.models import Subscription


def follow_along(tag: Tag, into: Tag) -> None:
    """Who follows a tag that is joined with another follows the other; undoing leaves it at that."""
    theirs = Subscription.objects.filter(member=OuterRef("member"), tag=into)
    Subscription.objects.filter(~Exists(theirs), tag=tag).update(tag=into)


def followers_of_tag(tag: Tag) -> list[int]:
    rows = Subscription.objects.in_force().filter(tag=tag)
    return list(rows.order_by("member").values_list("member", flat=True))


def follow_again(tag: Tag, member_ids: list[int]) -> None:
    """Of those who are still here, everybody follows the tag as before."""
    members = Member.objects.active().filter(pk__in=member_ids).values_list("pk", flat=True)
    rows = [Subscription(member_id=pk, tag=tag) for pk in members]
    Subscription.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def followed_topics(viewer: Any) -> list[Q]:
    """Conditions on topics: followed themselves, or by their board, space or one of their tags.

    Most follow no board, space or tag. Then nothing is looked for, which the database would not find out by itself.
    """
    theirs = Subscription.objects.in_force().filter(member=viewer.pk)
    topics, boards = theirs.filter(topic__isnull=False), theirs.filter(board__isnull=False)
    spaces, tags = theirs.filter(space__isnull=False), theirs.filter(tag__isnull=False)
    return [
        Q(pk__in=topics.values("topic")),
        Q(Exists(boards), board__in=boards.values("board")),
        Q(Exists(spaces), space__in=spaces.values("space")),
        Q(Exists(tags), tag_names__overlap=ArraySubquery(tags.values("tag__name"))),
    ]
