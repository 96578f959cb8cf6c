"""Which boards are closed to somebody: one uncorrelated subquery, answered from an index that holds the private boards alone.

Where a house has none it finds an empty index. It is asked of the database each time, never remembered: whoever loses
a board loses it with the same commit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Func, Value

from accounts.models import Role

if TYPE_CHECKING:
    from accounts.models import Viewer

KEEPERS = (Role.MANAGER, Role.ADMINISTRATOR)
"""Held everywhere, these read every board, as they read every space."""

# What hangs below a closed board is closed with it.
_CLOSED = """
SELECT kept.id FROM forums_board closed
JOIN forums_board kept ON kept.id = closed.id OR kept.parent_id = closed.id
WHERE closed.is_private
"""
_TO_MEMBER = """
AND NOT (
    closed.seen_by && %s::varchar[]
    OR EXISTS (
        SELECT FROM forums_boardaccess held
        WHERE held.board_id = closed.id AND held.member_id = {member} AND held.withdrawn_at IS NULL
    )
    OR EXISTS (
        SELECT FROM spaces_spacerole held
        WHERE held.space_id = closed.space_id AND held.member_id = {member} AND held.withdrawn_at IS NULL
        AND (held.role = 'manager' OR held.role = ANY (closed.seen_by))
    )
)
"""


class _IsOpen(Func):
    """Whether the board in a column is open to this person; where there is none, it is."""

    output_field = BooleanField()  # type: ignore[assignment]
    conditional = True

    def __init__(self, column: str, member: Any, roles: tuple[str, ...]) -> None:
        super().__init__(column, Value(None) if member is None else member)
        self.is_visitor, self.roles = member is None, roles

    def as_sql(self, compiler: Any, connection: Any, **extra: Any) -> Any:  # type: ignore[override]
        column, member = self.get_source_expressions()
        sql, params = compiler.compile(column)
        closed = _CLOSED
        if not self.is_visitor:
            who, their = compiler.compile(member)
            closed += _TO_MEMBER.format(member=who)
            params = [*params, list(self.roles), *their, *their]
        return f"(({sql} IN ({closed})) IS NOT TRUE)", list(params)


def open_to(viewer: Viewer, column: str = "board") -> Value | _IsOpen:
    """A condition for `filter`: the board whose number stands in `column` is open to this person.

    It asks of boards alone: who may enter the space is `Space.objects.visible_to`.
    """
    if not viewer.is_authenticated:
        return _IsOpen(column, None, ())
    if viewer.has_role(*KEEPERS):
        return Value(True)  # not an empty Q, which an `or` would drop
    return _IsOpen(column, viewer.pk, tuple(sorted(viewer.roles)))
