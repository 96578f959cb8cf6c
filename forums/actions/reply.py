import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.html import own_uploads
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.adding import Reply, add_reply
from forums.actions.locking import lock_open_end
from forums.actions.measure import cook_within_rights
from forums.actions.naming import note_names
from forums.boards.slow import demand_pause
from forums.events import PostCreated
from forums.models import Post, Topic
from forums.rules import may_reply
from forums.shown import names_of_topic
from uploads.actions import use_uploads

AT_MOST = 3  # tries under the topic's lock: its board, which is not locked, may change each time


class _NotAsRead(Exception):
    """The topic is not as it was read, or the words were posted before."""


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
    new = Reply(author=author, source=source, html=html, key=key, reply_to=reply_to)
    if may_reply(author, topic) and not topic.board.slow_seconds:
        try:
            return _add_to_what_was_read(topic, new)
        except _NotAsRead:
            pass
    for _again in range(AT_MOST):
        try:
            return _add_under_lock(topic, new)
        except _NotAsRead:
            continue
    raise NotAllowed(_("This conversation is being changed. Send your reply again in a moment."))


@transaction.atomic
def _add_to_what_was_read(topic: Topic, new: Reply) -> Post:
    """Allowed by what is known of the topic: the statement that writes asks whether that still holds."""
    post = add_reply(topic, new, now=timezone.now())
    if post is None:
        raise _NotAsRead
    return _tell(post)


@transaction.atomic
def _add_under_lock(topic: Topic, new: Reply) -> Post:
    topic = lock_open_end(topic)
    demand(may_reply(new.author, topic))
    if new.key:
        made = Post.objects.filter(author=new.author, key=new.key).first()
        if made:
            return made
    now = timezone.now()
    demand_pause(new.author, topic, now)
    post = add_reply(topic, new, now=now)
    if post is None:  # the board changed just now, and is not locked
        raise _NotAsRead
    return _tell(post)


def _tell(post: Post) -> Post:
    if own_uploads(post.html):
        use_uploads(used_by="forums.post", object_id=post.pk, html=post.html, owner=post.author)
    note_names(post=post)
    publish(
        PostCreated(post_id=post.pk, topic_id=post.topic_id, author_id=post.author_id),
        names=names_of_topic(post.topic_id, post.topic.space_id),
    )
    return post
