"""Who may do what in forums. The rule that raises in an action is the rule that hides a button."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.models import Board, Post, State, Topic
from spaces.rules import holds_role, may_moderate

COMPANY_KINDS = {Topic.Kind.ANNOUNCEMENT}


def may_open_topic(viewer: Viewer, board: Board, kind: str) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to post."))
    if kind in COMPANY_KINDS and not holds_role(
        viewer, board.space_id, Role.MANAGER, Role.EVANGELIST
    ):
        return denied(_("Announcements are the company's."))
    if kind not in board.kinds and kind not in COMPANY_KINDS:
        return denied(_("This board does not take topics of this kind."))
    return ALLOWED


def may_reply(viewer: Viewer, topic: Topic) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to reply."))
    if topic.state != State.VISIBLE:
        return denied(_("This conversation is not open."))
    return ALLOWED


def may_edit_post(viewer: Viewer, post: Post) -> Verdict:
    if post.state != State.VISIBLE:
        return denied(_("This post is not shown at present, so it cannot be edited."))
    if not viewer.is_authenticated or post.author_id != viewer.pk:
        return denied(_("Only its author can edit a post."))
    if post.is_html:
        return denied(_("Imported posts keep their words."))
    return ALLOWED


def may_delete_post(viewer: Viewer, post: Post) -> Verdict:
    if post.state != State.VISIBLE:
        return denied(_("This post is already gone."))
    if not viewer.is_authenticated or post.author_id != viewer.pk:
        return denied(_("Only its author can delete a post."))
    if post.opens_topic and post.topic.reply_count:
        return denied(
            _("Others have replied, so the conversation stays. You can still edit your words.")
        )
    return ALLOWED


def may_restore_post(viewer: Viewer, post: Post) -> Verdict:
    if post.state == State.DELETED and viewer.is_authenticated and post.author_id == viewer.pk:
        return ALLOWED
    return denied(_("Only its author can bring a deleted post back."))


def may_mark_solution(viewer: Viewer, topic: Topic) -> Verdict:
    if not topic.is_question or topic.state != State.VISIBLE:
        return denied(_("Only questions have a solution."))
    if viewer.is_authenticated and (
        topic.author_id == viewer.pk or may_moderate(viewer, topic.space_id)
    ):
        return ALLOWED
    return denied(_("Whoever asked says what solved it."))


def may_hide_post(viewer: Viewer, post: Post) -> Verdict:
    return may_moderate(viewer, post.topic.space_id)


def may_thank(viewer: Viewer, post: Post) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to thank."))
    if post.author_id == viewer.pk:
        return denied(_("Thanks are for others' posts."))
    return ALLOWED
