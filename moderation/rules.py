"""Who may do what in moderation. The rule that raises in an action is the rule that hides a button."""

from django.utils.translation import gettext as _

from accounts.models import Member, Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.models import Post, State, Topic
from moderation.models import ModerationAct
from spaces.rules import may_moderate, roles_by_space


def spaces_kept_by(viewer: Viewer) -> set[int] | None:
    """The spaces they are a manager of; None means every space."""
    if not viewer.is_authenticated:
        return set()
    if viewer.has_role(Role.MANAGER):
        return None
    return {space for space, roles in roles_by_space(viewer).items() if Role.MANAGER in roles}


def may_work_queue(viewer: Viewer) -> Verdict:
    if spaces_kept_by(viewer) == set():
        return denied(_("The queue is worked by community managers."))
    return ALLOWED


def may_report_post(viewer: Viewer, post: Post) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to report a post."))
    if post.author_id == viewer.pk:
        return denied(_("This is your own post: you can edit or delete it."))
    if post.state != State.VISIBLE:
        return denied(_("This post is not shown at present."))
    return ALLOWED


def may_decide_on(viewer: Viewer, post: Post) -> Verdict:
    """Hide or keep a post, and take that back: managers of its space, but nobody about their own words."""
    verdict = may_moderate(viewer, post.topic.space_id)
    if verdict and post.author_id == viewer.pk:
        return denied(_("Somebody else decides about your own posts."))
    return verdict


def may_undo_act(viewer: Viewer, act: ModerationAct) -> Verdict:
    if act.is_undone:
        return denied(_("This was already undone."))
    if act.post is None:
        return denied(_("This cannot be undone here."))
    if act.kind == ModerationAct.Kind.HOLD:
        return denied(_("Decide in the queue: keeping the post shows it again."))
    return may_decide_on(viewer, act.post)


def may_claim_question(viewer: Viewer, topic: Topic) -> Verdict:
    if not topic.needs_answer or topic.state != State.VISIBLE:
        return denied(_("This question is no longer waiting."))
    return may_moderate(viewer, topic.space_id)


def may_read_act_in_full(viewer: Viewer, act: ModerationAct) -> bool:
    """Whether they see the words of the post: its author and those who decide about it, where it is now."""
    if act.post is None or not viewer.is_authenticated:
        return False
    return act.post.author_id == viewer.pk or keeps_place_of(viewer, act)


def keeps_place_of(viewer: Viewer, act: ModerationAct) -> bool:
    """Whether they keep order where it was done and, where that was about a post, where the post has gone since."""
    here = may_moderate(viewer, act.space_id)
    there = act.post.topic.space_id if act.post else act.space_id
    return bool(here and may_moderate(viewer, there))


def may_see_suspensions(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only community managers and administrators suspend members."))


def may_suspend(viewer: Viewer, member: Member) -> Verdict:
    """Managers suspend members; administrators also other staff, but no administrator."""
    verdict = may_see_suspensions(viewer)
    if not verdict:
        return verdict
    if viewer.pk == member.pk:
        return denied(_("You cannot suspend yourself."))
    if member.has_role(Role.ADMINISTRATOR):
        return denied(_("Administrators cannot be suspended. Withdraw their role first."))
    is_administrator = viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR)
    if member.is_staff and not is_administrator:
        return denied(_("Only administrators suspend people of the staff."))
    return ALLOWED
