"""Who reads a board: `Board.objects.visible_to`, asked from the other side."""

from django.db.models import Q, QuerySet

from accounts.models import Member, Role, RoleGrant
from forums.models import Board, BoardAccess
from forums.models.privacy import KEEPERS
from spaces.models import SpaceRole
from spaces.queries import readers_of


def readers_of_board(board: Board, members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of the members who may read the board; for a board as open as its space, no query more."""
    found = readers_of(board.space, members)
    above = board.parent if board.parent_id else None
    for each in filter(None, (board, above)):
        if each.is_private:
            found = found.filter(_let_into(each))
    return found


def _let_into(board: Board) -> Q:
    everywhere = RoleGrant.objects.in_force().filter(role__in=[*KEEPERS, *board.seen_by])
    here = SpaceRole.objects.in_force().filter(
        space=board.space_id, role__in=[Role.MANAGER, *board.seen_by]
    )
    listed = BoardAccess.objects.in_force().filter(board=board)
    return (
        Q(pk__in=everywhere.values("member"))
        | Q(pk__in=here.values("member"))
        | Q(pk__in=listed.values("member"))
    )
