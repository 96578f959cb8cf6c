"""Where in a topic somebody is to land. Pages begin at round numbers, so that no post need be counted."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

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


def note_page(request: HttpRequest, view: Any) -> None:
    """A member has this page of a topic before them. Browsers that report by themselves say what of it they saw."""
    if not request.user.is_authenticated or not view.posts:
        return
    end = _end_of(view)
    reports = request.COOKIES.get("reads") == "posts"
    # What was deleted at the end can be seen by nobody, so whoever sees the last page has read it.
    number = view.posts[0].number if reports and end == view.last_shown else end
    positions.note(request.user.pk, {view.topic.pk: number})


def _end_of(view: Any) -> int:
    """After the last page the whole topic is read, whatever was deleted at its end."""
    return view.last_shown if view.later_after else max(view.last_shown, view.topic.last_number)
