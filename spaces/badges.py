"""Which labels stand beside a name: both tables of roles are remembered, so that pages with many authors ask nothing."""

from collections.abc import Iterable

from accounts.models import Role
from accounts.models.role import roles_everywhere
from spaces.models.role import roles_in_spaces


def badges_of(member_ids: Iterable[int], space_id: int) -> dict[int, list[str]]:
    """The role labels to show beside each of these people in a space."""
    everywhere, here = roles_everywhere(), roles_in_spaces().get(space_id, {})
    labels = {}
    for member_id in member_ids:
        roles = dict.fromkeys([*everywhere.get(member_id, ()), *here.get(member_id, ())])
        if roles:
            labels[member_id] = [str(Role(role).label) for role in roles]
    return labels
