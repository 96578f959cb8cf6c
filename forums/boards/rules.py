"""Who may do what on a board. `forums.rules` asks these of every conversation."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.models import Board, Posters
from spaces.models import Space
from spaces.rules import holds_role, roles_by_space

TRUST_OF: dict[str, int] = {
    Posters.TRUST_1: 1,
    Posters.TRUST_2: 2,
    Posters.TRUST_3: 3,
    Posters.TRUST_4: 4,
}


def is_staff_in(viewer: Viewer, space_id: int) -> bool:
    """Whether they speak for the company or lead here: a role everywhere, or one in this space."""
    if not viewer.is_authenticated:
        return False
    return bool(viewer.roles) or bool(roles_by_space(viewer).get(space_id))


def may_keep_boards(viewer: Viewer, space: Space | int) -> Verdict:
    """Make, change and order a space's boards, and say who reads the private ones."""
    if holds_role(viewer, space, Role.MANAGER, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Boards are kept by administrators and by the managers of their space."))


def may_begin_on(viewer: Viewer, board: Board) -> Verdict:
    """Whether the board takes new conversations from this person at all; of which kind is asked elsewhere."""
    verdict = takes_posts(board)
    return verdict and _is_among(viewer, board, board.topics_by, _("begun"))


def may_reply_on(viewer: Viewer, board: Board) -> Verdict:
    verdict = takes_posts(board)
    return verdict and _is_among(viewer, board, board.replies_by, _("continued"))


def takes_posts(board: Board) -> Verdict:
    if board.archived_at:
        return denied(_("This board is archived: it can be read, and takes no more posts."))
    if board.is_read_only:
        return denied(_("This board can be read, and takes no posts at present."))
    return ALLOWED


def _is_among(viewer: Viewer, board: Board, whom: str, done: str) -> Verdict:
    if whom == Posters.EVERYONE:
        return ALLOWED
    if whom == Posters.MANAGERS:
        if holds_role(viewer, board.space_id, Role.MANAGER):
            return ALLOWED
        by = _("community managers")
    elif is_staff_in(viewer, board.space_id):
        return ALLOWED
    elif whom == Posters.STAFF:
        by = _("the company's people and the space's evangelists")
    else:
        level = TRUST_OF[whom]
        if viewer.is_authenticated and viewer.trust >= level:
            return ALLOWED
        by = _("members of trust level %(level)d and up") % {"level": level}
    return denied(
        _("Conversations on this board are %(done)s by %(who)s.") % {"done": done, "who": by}
    )
