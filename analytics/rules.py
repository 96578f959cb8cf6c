from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied


def may_see_insights(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.EXECUTIVE, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only executives and administrators read the community's figures."))


def may_set_assumptions(viewer: Viewer) -> Verdict:
    if may_see_insights(viewer):
        return ALLOWED
    return denied(_("Only executives and administrators answer for the assumptions."))


def may_see_leads(viewer: Viewer) -> Verdict:
    if may_see_insights(viewer):
        return ALLOWED
    return denied(_("Only executives and administrators see who agreed to be contacted."))
