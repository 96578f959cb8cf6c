"""Where in a topic somebody is to land. Pages begin at round numbers, so that no post need be counted."""

from django.db.models import QuerySet

from accounts.models import Member
from forums.models import Post, ReadingPosition
from forums.reading import positions

POSTS_A_PAGE = 20


def page_start(number: int) -> int:
    """The ?after= of the page on which the post of this number stands, whatever was deleted before it."""
    return max(number - 1, 0) // POSTS_A_PAGE * POSTS_A_PAGE


def first_after(posts: QuerySet[Post], number: int) -> Post | None:
    return posts.filter(number__gt=number).order_by("number").first()


def position_in(member: Member, topic_id: int) -> int:
    """The number of the last post they read, 0 for none: the fresher of Valkey and the table."""
    kept = ReadingPosition.objects.filter(member=member, topic=topic_id)
    kept_number = kept.values_list("number", flat=True).first()
    return max(kept_number or 0, positions.fresh(member.pk, [topic_id]).get(topic_id, 0))
