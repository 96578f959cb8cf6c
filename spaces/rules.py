from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from spaces.models import Space, SpaceRole
from spaces.models.role import roles_in_spaces


def holds_role(viewer: Viewer, space: Space | int, *roles: str) -> bool:
    """Whether they hold one of the roles everywhere or in this space."""
    if not viewer.is_authenticated:
        return False
    if viewer.has_role(*roles):
        return True
    space_id = space if isinstance(space, int) else space.pk
    return any(role in roles for role in roles_by_space(viewer).get(space_id, ()))


def roles_by_space(viewer: Viewer) -> dict[int, set[str]]:
    """The roles they hold in single spaces, read once a request; of whoever holds none nothing is asked."""
    known = getattr(viewer, "_roles_by_space", None)
    if known is None:
        known = {}
        if not any(viewer.pk in members for members in roles_in_spaces().values()):
            viewer._roles_by_space = known  # type: ignore[union-attr]
            return known
        held = SpaceRole.objects.in_force().filter(member=viewer.pk)
        for space_id, role in held.values_list("space_id", "role"):
            known.setdefault(space_id, set()).add(role)
        viewer._roles_by_space = known  # type: ignore[union-attr]
    return known


def may_moderate(viewer: Viewer, space: Space | int) -> Verdict:
    if holds_role(viewer, space, Role.MANAGER):
        return ALLOWED
    return denied(_("Only community managers can do this."))


def may_publish(viewer: Viewer, space: Space | int) -> Verdict:
    """Articles are published by evangelists of the space."""
    if holds_role(viewer, space, Role.EVANGELIST):
        return ALLOWED
    return denied(_("Only evangelists of this space can publish here."))


def may_brand(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators can change the brand and its spaces."))
