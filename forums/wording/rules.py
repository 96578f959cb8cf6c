"""Who reads what a post said before, who strikes a wording out, and who opens a post for others to edit."""

from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.models import Post, State
from spaces.rules import may_moderate


def may_read_history(viewer: Viewer, post: Post) -> Verdict:
    """Of a post they may read; while it is not shown, only those who keep order read how it came to be."""
    if post.state == State.VISIBLE:
        return ALLOWED
    if may_moderate(viewer, post.topic.space_id):
        return ALLOWED
    return denied(_("This post is not shown at present, and neither is its history."))


def may_strike_wording(viewer: Viewer, post: Post) -> Verdict:
    return may_moderate(viewer, post.topic.space_id)


def may_turn_wiki(viewer: Viewer, post: Post) -> Verdict:
    """Open a post for others to edit, or close it again."""
    if post.topic.archived_at:
        return denied(
            _("This conversation is archived: it can be read, and nothing in it changes.")
        )
    if post.state != State.VISIBLE:
        return denied(_("This post is not shown at present, so it cannot be edited."))
    if post.is_html:
        return denied(_("Imported posts keep their words."))
    if viewer.is_authenticated and (
        post.author_id == viewer.pk or may_moderate(viewer, post.topic.space_id)
    ):
        return ALLOWED
    return denied(_("Only its author can open a post for others to edit."))
