import uuid

from django.db import transaction
from django.utils.text import slugify

from accounts.models import Member
from core.lines import one_line
from core.rules import demand
from events.publishing import publish
from forums.actions.kinds.noise import spend_noise
from forums.actions.measure import cook_within_rights
from forums.actions.naming import note_names
from forums.events import TopicOpened
from forums.models import Board, Post, Topic
from forums.rules import may_open_topic
from forums.tagging.rules import may_tag
from forums.tagging.setting import set_tags
from uploads.actions import use_uploads


def slug_of(title: str) -> str:
    """The readable part of a topic's address; never empty."""
    return slugify(title, allow_unicode=True)[:80].strip("-") or "topic"


@transaction.atomic
def open_topic(
    *,
    author: Member,
    board: Board,
    kind: str,
    title: str,
    source: str,
    tags: list[str] | None = None,
    key: uuid.UUID | None = None,
    about: str = "",
    is_promotion: bool = False,
    over_budget: str = "",
) -> Topic:
    """Open a conversation with its first post; the same `key` again returns the topic it made.

    `about` says of what it is the conversation ("article", "proposal"), so that its page asks whose only then.

    Raises NotAllowed when the board does not take it, core.text.TextRefused on an endless text.
    An announcement or promotion counts against the space's noise budget; `over_budget` says why it exceeds that.
    """
    demand(may_open_topic(author, board, kind))
    if key:
        Member.objects.select_for_update(no_key=True).get(pk=author.pk)  # one form, pressed twice
        made = Post.objects.filter(author=author, key=key).select_related("topic").first()
        if made:
            return made.topic
    html = cook_within_rights(author, source)
    demand(may_tag(author, tags or []))
    title = one_line(title)
    topic = Topic.objects.create(
        board=board,
        space_id=board.space_id,
        kind=kind,
        title=title,
        slug=slug_of(title),
        author=author,
        last_poster=author,
        last_number=1,
        about=about,
        is_promotion=is_promotion,
    )
    if is_promotion or kind == Topic.Kind.ANNOUNCEMENT:
        spend_noise(by=author, topic=topic, reason=over_budget)
    post = Post.objects.create(
        topic=topic, number=1, author=author, source=source, html=html, key=key
    )
    if tags:
        set_tags(topic=topic, names=tags)
    use_uploads(used_by="forums.post", object_id=post.pk, html=html, owner=author)
    note_names(post=post)
    publish(
        TopicOpened(
            topic_id=topic.pk, post_id=post.pk, author_id=author.pk, space_id=board.space_id
        )
    )
    return topic
