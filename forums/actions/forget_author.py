"""A member is gone: what they wrote loses its name, or goes with them."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import Member
from core.text import cook
from events.publishing import publish
from forums.actions.kinds.forget import forget_kinds
from forums.actions.recount import recount
from forums.actions.solution import withdraw_if_solution
from forums.actions.thank import recount_reactions
from forums.curating.forgetting import forget_wordings
from forums.events import TopicRewritten
from forums.models import (
    Bookmark,
    Draft,
    KeptWords,
    Post,
    PostDeletion,
    PostRevision,
    Reaction,
    ReadingMark,
    ReadingPosition,
    State,
    Topic,
)
from forums.reading.positions import forget as forget_reading
from forums.tagging.setting import set_tags
from uploads.actions import use_uploads


@transaction.atomic
def forget_author(*, member: Member, takes_posts: bool) -> None:
    """Sweep this app's floor.

    In any case their drafts go, what their posts said before they edited them, and what they had deleted. With
    `takes_posts` all they wrote goes, and the thanks they gave; where others have replied a line says that the
    beginning was taken back.
    """
    Draft.objects.filter(Q(member=member) | Q(browser__member=member)).delete()
    KeptWords.objects.filter(member=member).delete()
    Bookmark.objects.filter(member=member).delete()
    PostRevision.objects.filter(post__author=member).delete()
    ReadingPosition.objects.filter(member=member).delete()
    ReadingMark.objects.filter(member=member).delete()
    forget_reading(member.pk)
    forget_kinds(member=member, takes_posts=takes_posts)
    theirs = Topic.objects.filter(Q(author=member) | Q(posts__author=member))
    for topic_id in sorted(set(theirs.values_list("pk", flat=True))):
        topic = Topic.objects.select_for_update(no_key=True).get(pk=topic_id)
        if takes_posts:
            _take_back(topic, member)
            publish(TopicRewritten(topic_id=topic.pk))
        else:
            for post in topic.posts.filter(author=member, state=State.DELETED):
                _write(post, "")
            if topic.author_id == member.pk and topic.state == State.DELETED:
                _unname(topic)
    if takes_posts:
        _take_thanks(member)
        _drop_unused_tags()


def _take_back(topic: Topic, member: Member) -> None:
    others = topic.posts.exclude(author=member).exclude(state=State.DELETED).exists()
    for post in topic.posts.filter(author=member).select_for_update(no_key=True):
        post.topic = topic
        withdraw_if_solution(by=member, post=post)
        if post.opens_topic and others:
            _write(post, _("*Taken back by its author.*"))
            continue
        _write(post, "")
        PostDeletion.objects.get_or_create(
            post=post, restored_at=None, defaults={"deleted_by": member}
        )
        if post.state == State.VISIBLE:
            Post.objects.filter(pk=post.pk).update(state=State.DELETED)
    if topic.author_id == member.pk:
        _unname(topic)
    recount(topic=topic)


def _write(post: Post, source: str) -> None:
    post.source, post.html, post.is_html = (
        source,
        cook(source, titles=True) if source else "",
        False,
    )
    post.save(update_fields=["source", "html", "is_html"])
    use_uploads(used_by="forums.post", object_id=post.pk, html=post.html)


def _unname(topic: Topic) -> None:
    topic.title, topic.slug = _("A conversation whose beginning was taken back"), "topic"
    topic.save(update_fields=["title", "slug"])
    set_tags(topic=topic, names=[])
    forget_wordings(topic)


def _take_thanks(member: Member) -> None:
    thanked = Reaction.objects.filter(member=member)
    posts = list(thanked.values_list("post", flat=True))
    thanked.delete()
    for post in Post.objects.filter(pk__in=posts).select_for_update(no_key=True).order_by("pk"):
        recount_reactions(post=post)


def _drop_unused_tags() -> None:
    """Words that only they used are words of theirs, unless a manager made them the house's."""
    Tag.objects.filter(taggit_taggeditem_items=None, facts=None, synonyms=None).delete()
