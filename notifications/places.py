"""What notifications adds to the pages of others."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from accounts.models import Member
from forums.models import Topic
from forums.showing import TopicView
from notifications.actions import mark_seen
from notifications.models.subscription import Target, field_of
from notifications.queries import is_following, unread_count
from notifications.rules import is_person_open_to

Context = dict[str, Any]


def signed_in(request: HttpRequest, context: Context) -> Context | None:
    return {} if request.user.is_authenticated else None


def inbox_link(request: HttpRequest, context: Context) -> Context | None:
    """The count is read once a page, although header and menu both show it."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "unread_notifications"):
        unread = unread_count(request.user)
        if unread and _sees_what_was_told(request, context):
            unread = unread_count(request.user)
        request.unread_notifications = unread  # type: ignore[attr-defined]
    return {"unread": request.unread_notifications, "me": request.user.pk}  # type: ignore[attr-defined]


def _sees_what_was_told(request: HttpRequest, context: Context) -> bool:
    """On a topic's page: what they were told of its posts is read now. A write only where there was news."""
    topic, view = context.get("topic"), context.get("view")
    if not isinstance(request.user, Member):
        return False
    if request.method != "GET" or not isinstance(topic, Topic) or not isinstance(view, TopicView):
        return False
    return mark_seen(member=request.user, topic=topic, up_to=view.last_shown) > 0


def _follow(name: str, request: HttpRequest, context: Context) -> Context | None:
    target = context.get(name)
    if target is None:
        return None
    if (
        not request.user.is_authenticated
    ):  # pressed first, signed in after: see notifications.arrivals
        return {"target": target, "field": field_of(target), "is_visitor": True}
    return follow_context(request, target)


def follow_context(request: HttpRequest, target: Target) -> Context:
    return {
        "target": target,
        "field": field_of(target),
        "is_following": is_following(request.user, target),
        "back": request.get_full_path(),
    }


def follow_person(request: HttpRequest, context: Context) -> Context | None:
    """On a profile: of others, where they let one see what they write."""
    person = context.get("person")
    if not isinstance(person, Member) or not is_person_open_to(request.user, person):
        return None
    return _follow("person", request, context)


follow_topic = partial(_follow, "topic")
follow_space = partial(_follow, "space")
follow_board = partial(_follow, "board")
follow_tag = partial(_follow, "tag")
follow_policy = partial(_follow, "policy")
