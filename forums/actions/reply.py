import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.actions.locking import lock_open_end
from forums.actions.measure import cook_within_rights
from forums.actions.naming import note_names
from forums.boards.slow import demand_pause
from forums.events import PostCreated
from forums.models import Post, State, Topic
from forums.rules import may_reply
from uploads.actions import use_uploads


@transaction.atomic
def reply(
    *,
    author: Member,
    topic: Topic,
    source: str,
    key: uuid.UUID | None = None,
    reply_to: int | None = None,
) -> Post:
    """Add a post to a topic; the same `key` again returns the post it made. `reply_to` is the visible post it answers, if any.

    Raises NotAllowed when the topic is not open to the author, TooSoon in slow mode, core.text.TextRefused on an endless text.
    """
    html = cook_within_rights(author, source)
    topic = lock_open_end(topic)
    demand(may_reply(author, topic))
    if key:
        made = Post.objects.filter(author=author, key=key).first()
        if made:
            return made
    now = timezone.now()
    demand_pause(author, topic, now)
    topic.last_number += 1
    topic.reply_count += 1
    topic.bumped_at, topic.last_poster = now, author
    if topic.answered_at is None and author.pk != topic.author_id:
        topic.answered_at = now
    topic.save(
        update_fields=["last_number", "reply_count", "bumped_at", "last_poster", "answered_at"]
    )
    post = Post.objects.create(
        topic=topic,
        number=topic.last_number,
        author=author,
        source=source,
        html=html,
        key=key,
        created_at=now,
        reply_to=_answered(topic, reply_to),
    )
    use_uploads(used_by="forums.post", object_id=post.pk, html=html, owner=author)
    note_names(post=post)
    publish(PostCreated(post_id=post.pk, topic_id=topic.pk, author_id=author.pk))
    return post


def _answered(topic: Topic, post_id: int | None) -> Post | None:
    """The post of this topic that is answered; what is gone meanwhile is answered no more, and the words are kept."""
    if post_id is None:
        return None
    return topic.posts.filter(pk=post_id, state=State.VISIBLE).first()
