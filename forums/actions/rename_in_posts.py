from collections.abc import Sequence
from contextlib import suppress

from django.db import transaction
from django.db.models import Q

from core.text import TextRefused, cook, rename_mentions
from events.publishing import publish
from forums.events import TopicRewritten
from forums.models import Draft, KeptWords, Post, PostRevision, StatusChange


@transaction.atomic
def rename_in_posts(*, handles: Sequence[str], new: str) -> int:
    """Where posts, what they said before, and drafts call somebody by these handles, call them `new`; how many posts.

    No revision is kept and no post counts as edited: its author did nothing.
    """
    topics: set[int] = set()
    posts = Post.objects.filter(_naming(handles)).order_by("topic", "pk")
    for post in posts.iterator(chunk_size=500):
        source, html = _renamed(post, handles, new)
        Post.objects.filter(pk=post.pk, source=post.source).update(source=source, html=html)
        topics.add(post.topic_id)
    for kept in (PostRevision, StatusChange):
        for row in kept._default_manager.filter(_naming(handles)).iterator(chunk_size=500):
            row.source = rename_mentions(row.source, handles, new)
            row.html = rename_mentions(row.html, handles, new)
            row.save(update_fields=["source", "html"])
    for draft in Draft.objects.filter(_naming(handles, ["source", "title"])):
        source = rename_mentions(draft.source, handles, new)
        title = rename_mentions(draft.title, handles, new)[:150]
        Draft.objects.filter(pk=draft.pk).update(source=source, title=title)
    for words in KeptWords.objects.filter(_naming(handles, ["source"])):
        source = rename_mentions(words.source, handles, new)
        KeptWords.objects.filter(pk=words.pk).update(source=source)
    for topic_id in sorted(topics):
        publish(TopicRewritten(topic_id=topic_id))
    return len(topics)


def _naming(handles: Sequence[str], fields: Sequence[str] = ("source", "html")) -> Q:
    found = Q(pk__in=[])
    for handle in handles:
        for field in fields:
            found |= Q(**{f"{field}__icontains": f"@{handle}"})
            found |= Q(**{f"{field}__icontains": f"/m/{handle}"})
    return found


def _renamed(post: Post, handles: Sequence[str], new: str) -> tuple[str, str]:
    source = rename_mentions(post.source, handles, new)
    html = rename_mentions(post.html, handles, new)
    if not post.is_html:
        with suppress(TextRefused):  # a longer name made it too long: its HTML is changed in place
            html = cook(source, titles=True)
    return source, html
