"""Who may do what in forums. The rule that raises in an action is the rule that hides a button."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, Viewer
from accounts.standing.rights import is_newcomer, may_edit_wikis, most_links, most_pictures
from core.rules import ALLOWED, Verdict, denied
from core.text import links_and_pictures
from forums.boards.rules import may_begin_on, may_reply_on
from forums.models import Board, Post, State, Topic
from spaces.rules import holds_role, may_moderate, roles_by_space

COMPANY_KINDS = {Topic.Kind.ANNOUNCEMENT}


def may_open_topic(viewer: Viewer, board: Board, kind: str) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to post."))
    if kind in COMPANY_KINDS and not holds_role(
        viewer, board.space_id, Role.MANAGER, Role.EVANGELIST, Role.ADMINISTRATOR
    ):
        return denied(_("Announcements are the company's."))
    if kind not in board.kinds and kind not in COMPANY_KINDS:
        return denied(_("This board does not take topics of this kind."))
    return may_begin_on(viewer, board)


def may_reply(viewer: Viewer, topic: Topic) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to reply."))
    verdict = is_open(topic, staff=bool(topic.closed_at and may_moderate(viewer, topic.space_id)))
    return verdict and may_reply_on(viewer, topic.board)


def is_open(topic: Topic, *, staff: bool = False) -> Verdict:
    """Whether a topic takes replies from anybody; those who keep order may still reply to closed ones."""
    if topic.state != State.VISIBLE:
        return denied(_("This conversation is not open."))
    if topic.archived_at:
        return _archived()
    if topic.closed_at and not staff:
        return denied(_("This conversation is closed: it takes no more replies."))
    return ALLOWED


def _archived() -> Verdict:
    return denied(_("This conversation is archived: it can be read, and nothing in it changes."))


def may_edit_post(viewer: Viewer, post: Post) -> Verdict:
    if post.topic.archived_at:
        return _archived()
    if post.state != State.VISIBLE:
        return denied(_("This post is not shown at present, so it cannot be edited."))
    if not viewer.is_authenticated:
        return denied(_("Sign in to edit."))
    if post.author_id != viewer.pk and not may_moderate(viewer, post.topic.space_id):
        return _may_edit_wiki_post(viewer, post)
    return _is_ours(post)


def _is_ours(post: Post) -> Verdict:
    return denied(_("Imported posts keep their words.")) if post.is_html else ALLOWED


def _may_edit_wiki_post(viewer: Viewer, post: Post) -> Verdict:
    """Others' posts that are open to edit: for who has earned the right, while the conversation goes on."""
    if not post.is_wiki:
        return denied(_("Only its author can edit a post."))
    if not may_edit_wikis(viewer):
        return denied(_("You may edit posts that are open to others from trust level 2 on."))
    if not Post.objects.visible_to(viewer).filter(pk=post.pk).exists():
        return denied(_("This post is not there for you."))
    return is_open(post.topic) and _is_ours(post)


def needs_reason(viewer: Viewer, post: Post) -> bool:
    """Whoever edits another's words by their office says why."""
    return post.author_id != viewer.pk and not (post.is_wiki and may_edit_wikis(viewer))


def may_delete_post(viewer: Viewer, post: Post) -> Verdict:
    if post.topic.archived_at:
        return _archived()
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
    if post.topic.archived_at:
        return _archived()
    if post.state == State.DELETED and viewer.is_authenticated and post.author_id == viewer.pk:
        return ALLOWED
    return denied(_("Only its author can bring a deleted post back."))


def may_mark_solution(viewer: Viewer, topic: Topic) -> Verdict:
    if not topic.is_question or topic.state != State.VISIBLE:
        return denied(_("Only questions have a solution."))
    if topic.archived_at:
        return _archived()
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
    if post.topic.archived_at:
        return _archived()
    if post.author_id == viewer.pk:
        return denied(_("Thanks are for others' posts."))
    return ALLOWED


def may_say(viewer: Viewer, html: str, *, before: str = "") -> Verdict:
    """Whether a cooked text has no more links and pictures than its writer's level opens.

    Asked before it is kept, so that nothing is lost; `before` is what the post said until now.
    """
    if not is_newcomer(viewer) or (viewer.is_authenticated and roles_by_space(viewer)):
        return ALLOWED
    links, pictures = links_and_pictures(html)
    had_links, had_pictures = links_and_pictures(before)
    most = max(most_links(viewer) or 0, had_links)
    if links > most:
        said = ngettext(
            "A newcomer's post may link to %(most)d other page, and this one links to %(found)d. ",
            "A newcomer's post may link to %(most)d other pages, and this one links to %(found)d. ",
            most,
        ) % {"most": most, "found": links}
        return denied(said + _way_out(viewer))
    most = max(most_pictures(viewer) or 0, had_pictures)
    if pictures > most:
        said = ngettext(
            "A newcomer's post may show %(most)d picture, and this one shows %(found)d. ",
            "A newcomer's post may show %(most)d pictures, and this one shows %(found)d. ",
            most,
        ) % {"most": most, "found": pictures}
        return denied(said + _way_out(viewer))
    return ALLOWED


def _way_out(viewer: Viewer) -> str:
    if viewer.is_authenticated:
        return _("Take the others out for now: you may add them from trust level 1 on.")
    return _("Take the others out, or sign in first if you are known here. Your words are kept.")
