"""What an author does with a post after writing it."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.actions.measure import cook_within_rights
from forums.actions.naming import note_names
from forums.actions.recount import settle_state
from forums.actions.solution import withdraw_if_solution
from forums.events import PostDeleted, PostEdited, PostRestored
from forums.models import Post, PostDeletion, PostRevision
from forums.rules import may_delete_post, may_edit_post, may_restore_post, needs_reason
from uploads.actions import use_uploads


class EditedMeanwhile(Exception):
    """Somebody saved other words since these were begun; `post` is as it is now."""

    def __init__(self, post: Post) -> None:
        super().__init__(_("Somebody else saved this post while you were writing."))
        self.post = post


@transaction.atomic
def edit_post(
    *, by: Member, post: Post, source: str, reason: str = "", version: int | None = None
) -> Post:
    """Change what a post says; what it said is kept as a revision. Saving the same text changes nothing.

    `version` is the number of edits its writer had seen. Raises EditedMeanwhile where there are more, and NotAllowed
    where somebody who keeps order edits another's words and says no reason.
    """
    html = cook_within_rights(by, source, before=post.html)
    post = lock_post(post)
    demand(may_edit_post(by, post))
    if post.source == source:
        return post
    if version is not None and version != version_of(post):
        raise EditedMeanwhile(post)
    if needs_reason(by, post) and not reason.strip():
        raise NotAllowed(_("Say why in a few words: the author is told."))
    revision = PostRevision.objects.create(
        post=post, source=post.source, html=post.html, edited_by=by, reason=reason.strip()
    )
    post.source, post.html, post.edited_at = source, html, timezone.now()
    post.save(update_fields=["source", "html", "edited_at"])
    use_uploads(used_by="forums.post", object_id=post.pk, html=html, owner=by)
    note_names(post=post)
    publish(
        PostEdited(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk, revision_id=revision.pk)
    )
    return post


def version_of(post: Post) -> int:
    """How often it was edited: what a form says to be told of edits it has not seen."""
    return post.revisions.count()


@transaction.atomic
def delete_post(*, by: Member, post: Post) -> PostDeletion:
    """Take a post away; the row says who and when, and its author may bring it back."""
    post = lock_post(post)
    demand(may_delete_post(by, post))
    deletion = PostDeletion.objects.create(post=post, deleted_by=by)
    withdraw_if_solution(by=by, post=post)
    settle_state(post=post)
    publish(PostDeleted(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return deletion


@transaction.atomic
def restore_post(*, by: Member, post: Post) -> Post:
    post = lock_post(post)
    demand(may_restore_post(by, post))
    post.deletions.filter(restored_at=None).update(restored_at=timezone.now())
    settle_state(post=post)
    publish(PostRestored(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return post
