from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied


def may_grant_roles(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators can give and withdraw roles."))


def may_set_entrance(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only administrators decide how people come in."))
