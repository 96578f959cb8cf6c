"""Who may do what with a question, an idea, a poll. What cannot be seen any more is settled by `visible_to` before."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from accounts.standing.rights import may_tell_duplicates
from core.rules import ALLOWED, Verdict, denied
from forums.models import Poll, State, Topic
from spaces.models import Space
from spaces.rules import holds_role

COMPANY = (Role.MANAGER, Role.EVANGELIST, Role.ADMINISTRATOR)
OPEN_FOR_VOTES = {
    Topic.IdeaStatus.PROPOSED,
    Topic.IdeaStatus.PLANNED,
    Topic.IdeaStatus.IN_PROGRESS,
}


def speaks_for_company(viewer: Viewer, space: Space | int) -> bool:
    return holds_role(viewer, space, *COMPANY)


def may_speak_for_company(viewer: Viewer, space: Space | int) -> Verdict:
    if speaks_for_company(viewer, space):
        return ALLOWED
    return denied(_("Announcements are the company's."))


def may_say_me_too(viewer: Viewer, topic: Topic) -> Verdict:
    if (closed := _is_no_more(topic)) is not None:
        return closed
    if not topic.is_question:
        return denied(_("Only questions can be had, too."))
    if not viewer.is_authenticated:
        return denied(_("Sign in to say that you have this question, too."))
    if topic.author_id == viewer.pk:
        return denied(_("You asked this: it counts for you already."))
    return ALLOWED


def may_vote_for_idea(viewer: Viewer, topic: Topic) -> Verdict:
    if (closed := _is_no_more(topic)) is not None:
        return closed
    if topic.kind != Topic.Kind.IDEA:
        return denied(_("Only ideas are voted on."))
    if topic.duplicate_of_id is not None:
        return denied(_("Votes on this idea count for the one it became part of: vote there."))
    if topic.idea_status not in OPEN_FOR_VOTES:
        return denied(_("The company has decided on this idea, so voting is over."))
    if not viewer.is_authenticated:
        return denied(_("Sign in to vote."))
    return ALLOWED


def may_answer_idea(viewer: Viewer, topic: Topic) -> Verdict:
    if topic.kind != Topic.Kind.IDEA or topic.state != State.VISIBLE:
        return denied(_("Only ideas are planned or declined."))
    if speaks_for_company(viewer, topic.space_id):
        return ALLOWED
    return denied(_("The company says where an idea stands."))


def may_mark_duplicate(viewer: Viewer, topic: Topic) -> Verdict:
    if (closed := _is_no_more(topic)) is not None:
        return closed
    if topic.kind not in (Topic.Kind.QUESTION, Topic.Kind.IDEA):
        return denied(_("Only questions and ideas are marked as duplicates."))
    if not viewer.is_authenticated:
        return denied(_("Sign in to say that this was asked before."))
    is_theirs = topic.author_id == viewer.pk
    if is_theirs or may_tell_duplicates(viewer) or speaks_for_company(viewer, topic.space_id):
        return ALLOWED
    return denied(
        _("Whoever opened it, regulars (from trust level 3) and the company say what a duplicate is.")
    )  # fmt: skip


def may_exceed_noise(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators may go beyond a space's noise budget."))


def may_open_poll(viewer: Viewer, topic: Topic) -> Verdict:
    if (closed := _is_no_more(topic)) is not None:
        return closed
    if not viewer.is_authenticated:
        return denied(_("Sign in to add a poll."))
    if topic.author_id != viewer.pk and not speaks_for_company(viewer, topic.space_id):
        return denied(_("Whoever opened the conversation can add a poll to it."))
    if topic.has_poll:
        return denied(_("This conversation has its poll."))
    if topic.reply_count:
        return denied(
            _("Others have replied, so it is too late for a poll. Open a new conversation.")
        )
    return ALLOWED


def may_vote_in_poll(viewer: Viewer, poll: Poll, *, is_open: bool) -> Verdict:
    """`is_open` by the database's clock: see kinds.queries.is_open."""
    if (closed := _is_no_more(poll.topic)) is not None:
        return closed
    if not is_open:
        return denied(_("This poll is closed."))
    if not viewer.is_authenticated:
        return denied(_("Sign in to vote."))
    return ALLOWED


def may_close_poll(viewer: Viewer, poll: Poll, *, is_open: bool) -> Verdict:
    if not is_open:
        return denied(_("This poll is closed."))
    topic = poll.topic
    if viewer.is_authenticated and (
        topic.author_id == viewer.pk or speaks_for_company(viewer, topic.space_id)
    ):
        return ALLOWED
    return denied(_("Whoever opened the conversation can close its poll."))


def _is_no_more(topic: Topic) -> Verdict | None:
    """What is hidden, put away or part of another conversation takes nothing more."""
    if topic.state != State.VISIBLE:
        return denied(_("This conversation is not open."))
    if topic.archived_at is not None:
        return denied(_("This conversation is archived: it can only be read."))
    if topic.merged_into_id is not None:
        return denied(_("This conversation became part of another one: go there."))
    return None
