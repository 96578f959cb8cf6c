"""Who may keep topics in order. The rule that raises in an action is the rule that leaves an act out of the menu."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from accounts.standing.rights import may_tidy
from core.rules import ALLOWED, Verdict, denied
from forums.models import Board, Curation, State, Topic
from forums.rules import COMPANY_KINDS, may_open_topic
from spaces.rules import may_moderate, roles_by_space

Kind = Curation.Kind


def may_curate(viewer: Viewer, topic: Topic, kind: str) -> Verdict:
    """Managers of the space may do everything; experienced members the small things, authors those to their own."""
    if topic.state != State.VISIBLE:
        return denied(_("This conversation is not shown at present."))
    if topic.archived_at and kind != Kind.ARCHIVE:
        return denied(_("This conversation is archived. Undo that first."))
    return _holds_right(viewer, topic, kind)


def may_manage(viewer: Viewer, topic: Topic) -> bool:
    """Whether the topic's page offers them anything of this at all."""
    return bool(_holds_right(viewer, topic, Kind.TITLE))


def may_use_bulk(viewer: Viewer) -> Verdict:
    """Whether lists offer them checkboxes; what they may do to each topic is asked of each."""
    if viewer.is_authenticated and (
        viewer.has_role(Role.MANAGER)
        or any(Role.MANAGER in roles for roles in roles_by_space(viewer).values())
    ):
        return ALLOWED
    return denied(_("Only community managers act on several conversations at once."))


def may_pick(viewer: Viewer, space_id: int | None) -> bool:
    """Whether the rows of a list have boxes: of a space's for who keeps it, of everything for who keeps any."""
    return bool(may_moderate(viewer, space_id) if space_id else may_use_bulk(viewer))


def may_read_record(viewer: Viewer, topic: Topic) -> Verdict:
    return may_moderate(viewer, topic.space_id)


def may_move(viewer: Viewer, topic: Topic, board: Board) -> Verdict:
    verdict = may_curate(viewer, topic, Kind.MOVE)
    if not verdict:
        return verdict
    if board.pk == topic.board_id:
        return denied(_("It is on this board already."))
    if board.archived_at:
        return denied(_("That board is archived, and takes no more conversations."))
    if not may_moderate(viewer, board.space_id):
        return denied(
            _("You keep order on one of the two boards only. Ask a manager of the other.")
        )
    if topic.kind not in board.kinds and topic.kind not in COMPANY_KINDS:
        return denied(
            _("“%(board)s” takes no topics of this kind. Change the kind first.")
            % {"board": board.name}
        )
    return ALLOWED


def may_change_kind(viewer: Viewer, topic: Topic, kind: str) -> Verdict:
    """To a kind its board takes; what the company says is made and unmade by the company's people."""
    verdict = may_curate(viewer, topic, Kind.KIND)
    if not verdict:
        return verdict
    if topic.kind in COMPANY_KINDS and not may_moderate(viewer, topic.space_id):
        return denied(_("Announcements are the company's."))
    return may_open_topic(viewer, topic.board, kind)


def may_merge(viewer: Viewer, topic: Topic, into: Topic) -> Verdict:
    if topic.pk == into.pk:
        return denied(_("A conversation cannot be merged into itself."))
    for each in (topic, into):
        verdict = may_curate(viewer, each, Kind.MERGE)
        if not verdict:
            return verdict
    if belongs_to_a_page(topic):
        return denied(
            _("This is the conversation of an article or a proposal: merge the other into it.")
        )
    return ALLOWED


def belongs_to_a_page(topic: Topic) -> bool:
    """Whether something of a higher floor is discussed here and shows this very topic."""
    ties: list[Any] = [
        each
        for each in Topic._meta.related_objects
        if each.one_to_one and each.related_model._meta.app_label != "forums"
    ]
    return any(
        tie.related_model._default_manager.filter(**{tie.field.name: topic}).exists()
        for tie in ties
    )


def may_undo(viewer: Viewer, curation: Curation) -> Verdict:
    """Managers undo everything in their space; others what they did themselves, while they could do it again."""
    verdict = may_have_undone(viewer, curation)
    if verdict and curation.is_undone:
        return denied(_("This was already undone."))
    return verdict


def may_have_undone(viewer: Viewer, curation: Curation) -> Verdict:
    """The same right, whether it was undone or not: of what one may not undo one is told nothing."""
    if may_moderate(viewer, curation.topic.space_id):
        return _both_kept(viewer, curation)
    if not viewer.is_authenticated or curation.by_id != viewer.pk:
        return denied(_("Only community managers, and whoever did it, can undo this."))
    if curation.kind == Kind.KIND and COMPANY_KINDS & _kinds_of(curation):
        return denied(_("Announcements are the company's."))
    return may_curate(viewer, curation.topic, curation.kind)


def _kinds_of(curation: Curation) -> set[str]:
    """What the topic was before and after its kind was changed."""
    return {str(each["kind"]) for each in (curation.before, curation.after) if "kind" in each}


def _both_kept(viewer: Viewer, curation: Curation) -> Verdict:
    """What came from, or went to, another space is undone by somebody who keeps both."""
    others = {curation.before.get("space"), curation.other.space_id if curation.other else None}
    for space_id in others - {None, curation.topic.space_id}:
        if not may_moderate(viewer, space_id):
            return denied(_("This reaches into another space. Ask a manager of both."))
    return ALLOWED


def _holds_right(viewer: Viewer, topic: Topic, kind: str) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in first."))
    if kind in Curation.SMALL and may_tidy(viewer):
        return ALLOWED
    if kind in (Kind.TITLE, Kind.TAGS) and topic.author_id == viewer.pk:
        return ALLOWED
    return may_moderate(viewer, topic.space_id)
