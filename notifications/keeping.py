"""What members asked to be reminded of, and what others did to their posts."""

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from events.registry import subscribe
from forums.events import BookmarkDue, PostEdited
from forums.models import Bookmark, Post, PostRevision
from notifications.actions import tell
from notifications.actions.tell import Notice
from notifications.models import Kind


@subscribe(BookmarkDue, name="notifications.remind_of_bookmark")
def remind_of_bookmark(event: BookmarkDue) -> None:
    """Their own note, and the post as far as they may see it now; nothing of one they may not see any more."""
    kept = Bookmark.objects.filter(pk=event.bookmark_id, removed_at=None).first()
    if kept is None or kept.reminded_at is None:
        return
    key = f"bookmark:{kept.pk}:{kept.reminded_at.timestamp():.6f}"
    member = Member.objects.get(pk=kept.member_id)
    post = Post.objects.visible_to(member).filter(pk=kept.post_id).first()
    if post:
        notice = Notice(
            key=key, kind=Kind.REMINDER, url=reverse("forums:post", args=[post.pk]),
            topic_id=post.topic_id, post_id=post.pk, text=kept.note,
        )  # fmt: skip
    else:
        title = _("A post you wanted to be reminded of is not there for you any more")
        notice = Notice(
            key=key, kind=Kind.REMINDER, url=reverse("forums:bookmarks"), title=title,
            text=kept.note,
        )  # fmt: skip
    tell(member_ids={member.pk}, notice=notice)


@subscribe(PostEdited, name="notifications.tell_of_edit")
def tell_of_edit(event: PostEdited) -> None:
    """Whose words others changed hears who it was, and why."""
    revision = PostRevision.objects.filter(pk=event.revision_id or 0).select_related("post").first()
    if revision is None or revision.post.author_id == event.by_id:
        return
    post = revision.post
    author = Member.objects.get(pk=post.author_id)
    if not Post.objects.visible_to(author).filter(pk=post.pk).exists():
        return
    notice = Notice(
        key=f"edited:{revision.pk}", kind=Kind.EDITED, actor_id=event.by_id,
        url=reverse("forums:post_history", args=[post.pk]), topic_id=post.topic_id, post_id=post.pk,
        text=revision.reason,
    )  # fmt: skip
    tell(member_ids={author.pk}, notice=notice)
