"""`#123` shows the topic's title while everybody may see it: what names it is noted, and cooked again when that changes."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet

from core.text import TextRefused, cook, topics_named
from core.text.topics import MAX_TITLES, TOPIC
from events.publishing import publish
from forums.events import TopicRewritten
from forums.models import Post, PostRevision, Topic, TopicNaming

AT_ONCE = 200


def titles_for_everybody(numbers: Iterable[int]) -> Mapping[int, str]:
    """Titles of those topics that a visitor may see: a post is read by people of whom nothing is known."""
    seen = Topic.objects.visible_to(AnonymousUser()).filter(pk__in=list(numbers))
    return dict(seen.values_list("pk", "title"))


def note_names(*, post: Post) -> None:
    """Note which topics the post names; called by the actions that write its words."""
    if post.is_html or not TOPIC.search(post.source):
        return
    named = topics_named(post.source)[:MAX_TITLES]
    known = Topic.objects.filter(pk__in=named).values_list("pk", flat=True)
    namings = [TopicNaming(post=post, topic_id=pk) for pk in known]
    TopicNaming.objects.bulk_create(namings, ignore_conflicts=True)


@transaction.atomic
def cook_names_again(*, topics: QuerySet[Topic]) -> int:
    """Put the titles right in the posts that name these topics; how many posts read otherwise now."""
    posts = Post.objects.filter(
        pk__in=TopicNaming.objects.filter(topic__in=topics).values("post"), is_html=False
    )
    rewritten = 0
    changed: set[int] = set()
    for post in posts.order_by("topic", "pk").iterator(chunk_size=AT_ONCE):
        if _cook(post):
            changed.add(post.topic_id)
            rewritten += 1
        for revision in PostRevision.objects.filter(post=post):
            _cook(revision)
    for topic_id in sorted(changed):
        publish(TopicRewritten(topic_id=topic_id))
    return rewritten


def _cook(row: Post | PostRevision) -> bool:
    """Cook the words again; nobody counts as having edited them."""
    with suppress(TextRefused):
        html = cook(row.source, titles=True)
        if html != row.html:
            rows = type(row)._base_manager.filter(pk=row.pk, source=row.source)
            return bool(rows.update(html=html))
    return False
