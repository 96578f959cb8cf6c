"""Who keeps a policy: writes it, translates it, asks that it be accepted, answers for the company."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from governance.models import Policy, PolicyVersion
from spaces.rules import holds_role


def may_tend(viewer: Viewer, policy: Policy) -> Verdict:
    if keeps_policies(viewer, policy.space_id):
        return ALLOWED
    return denied(_("Only community managers and administrators can do this."))


def may_accept(viewer: Viewer, version: PolicyVersion) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to accept it."))
    if version.superseded_at:
        return denied(_("This version is no longer in force. Read the one that is."))
    return ALLOWED


def keeps_policies(viewer: Viewer, space_id: int | None) -> bool:
    """Who manages the community, or the space it is for."""
    if not viewer.is_authenticated:
        return False
    if viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR):
        return True
    return space_id is not None and bool(holds_role(viewer, space_id, Role.MANAGER))
