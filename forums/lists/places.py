"""The board or the space a list is of, by one planned read; it is not there for whoever may not see it."""

from typing import Any

from django.http import Http404

from core.prepared import Given, Joined, Prepared
from forums.boards.showing import below, rows_below
from forums.models import Board
from spaces.models import Space

_BOARD, _SPACE = Joined(Board, "space"), Joined(Space)
OF_PARENT = ("parent__name", "parent__slug")
_board = Prepared(
    lambda viewer: (
        Board.objects.visible_to(viewer)
        .filter(space__slug=Given("space"), slug=Given("board"))
        .annotate(below=below(viewer))
        .values_list(*_BOARD.columns, *OF_PARENT, "below")
    )
)
_space = Prepared(
    lambda viewer: (
        Space.objects.visible_to(viewer).filter(slug=Given("space")).values_list(*_SPACE.columns)
    )
)


def board_at(viewer: Any, space_slug: str, board_slug: str) -> Board:
    """The board, with its space, the board above it and rows of those below. Raises Http404."""
    found = _board.fetch(viewer, space=space_slug, board=board_slug)
    if not found:
        raise Http404("There is no such board.")
    board: Board = _BOARD(found[0])
    rest = found[0][len(_BOARD.columns) :]
    if board.parent_id:
        name, slug = rest[:-1]
        board.parent = Board(pk=board.parent_id, name=name, slug=slug, space=board.space)
    board.rows_below = rows_below(rest[-1], board.space.slug)  # type: ignore[attr-defined]
    return board


def space_at(viewer: Any, slug: str) -> Space:
    """The space of this name. Raises Http404."""
    found = _space.fetch(viewer, space=slug)
    if not found:
        raise Http404("There is no such space.")
    space: Space = _SPACE(found[0])
    return space
