"""What moderation puts into pages of other apps: entries of a post's menu and of one's own."""

from typing import Any

from django.http import HttpRequest

from accounts.models import Member
from core import slots
from forums.models import State
from moderation.rules import (
    may_decide_on,
    may_report_post,
    may_see_suspensions,
    may_suspend,
    may_work_queue,
)


def post_menu(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    post = page.get("post")
    if post is None or not hasattr(post, "topic_id"):
        return None
    entries = {
        "may_report": bool(may_report_post(request.user, post)),
        "may_decide": bool(may_decide_on(request.user, post)),
        "is_hidden": post.state == State.HIDDEN,
    }
    return entries if entries["may_report"] or entries["may_decide"] else None


def my_menu(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    return {} if may_work_queue(request.user) else None


def profile_link(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """On the page of somebody the reader may suspend; staff are known, so that members' pages ask nothing."""
    person = page.get("person")
    if not isinstance(person, Member) or not may_see_suspensions(request.user):
        return None
    return {} if may_suspend(request.user, person) else None


def person_suspensions(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """On a person's administrative page."""
    person = page["person"]
    rows = list(person.suspensions.newest_first().select_related("by", "lifted_by")[:20])
    return {"suspensions": rows, "may_suspend": bool(may_suspend(request.user, person))}


def fill_slots() -> None:
    slots.fill(
        "profile", "moderation/suspension/_profile_link.html", context=profile_link, order=90
    )
    slots.fill("person", "moderation/suspension/_person.html", context=person_suspensions, order=20)
    slots.fill("post_menu", "moderation/report/_menu.html", context=post_menu, order=70)
    slots.fill("me_menu", "moderation/queue/_menu.jinja", context=my_menu, order=20)
