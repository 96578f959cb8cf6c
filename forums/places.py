"""What forums adds to the pages of others: a member's activity on their profile, blocking in a post's menu."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Member, Viewer
from forums.models import Post, StatusChange, Topic
from forums.queries import figures_of
from uploads.owners import Place

Context = dict[str, Any]
TABS = {"conversations": "topics_of", "replies": "replies_of", "solutions": "solutions_of"}


def facts(request: HttpRequest, page: Context) -> Context | None:
    person = page.get("person")
    return {"figures": figures_of(person, request.user)} if isinstance(person, Member) else None


def tabs(request: HttpRequest, page: Context) -> Context:
    return {"here": page.get("show") or "conversations"}


def panel(request: HttpRequest, page: Context) -> Context | None:
    """The panel of the tab that is open, where it is one of ours; the first of them where none is named."""
    here = page.get("show") or "conversations"
    return {"here": here, "address": f"forums:{TABS[here]}"} if here in TABS else None


def block(request: HttpRequest, page: Context) -> Context | None:
    """For posts of others who bear no badge here: whoever speaks for the company stays in sight."""
    post, item = page.get("post"), page.get("item")
    if item is None or post is None or not request.user.is_authenticated:
        return None
    return None if post.author_id == request.user.pk or item.author.badges else {}


def posts_with_uploads(viewer: Viewer, post_ids: set[str]) -> dict[str, Place]:
    """Where the posts stand that use somebody's uploads, as far as they may read them."""
    posts = Post.objects.filter(pk__in=post_ids).readable_by(viewer).select_related("topic")
    return {str(post.pk): Place(post.topic.title, post.get_absolute_url()) for post in posts}


def answers_with_uploads(viewer: Viewer, change_ids: set[str]) -> dict[str, Place]:
    """The same of what the company answered to ideas."""
    ideas = Topic.objects.readable_by(viewer)
    rows = StatusChange.objects.filter(pk__in=change_ids, topic__in=ideas).select_related("topic")
    return {
        str(row.pk): Place(row.topic.title, reverse("forums:idea_status", args=[row.topic_id]))
        for row in rows
    }
