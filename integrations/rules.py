"""Who may set up what connects the community with the company's other systems."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from integrations.models import DeskConnection
from support.models import Case
from support.rules import may_act_on_case


def may_set_help_desk(viewer: Viewer) -> Verdict:
    if not (viewer.is_authenticated and viewer.has_role(Role.ADMINISTRATOR)):
        return denied(_("Only administrators connect the help desk and import cases."))
    return ALLOWED


def may_hand_over(viewer: Viewer, case: Case, connection: DeskConnection) -> Verdict:
    """Agents, once a case, to a desk that is switched on and takes cases."""
    verdict = may_act_on_case(viewer, case)
    if not verdict:
        return verdict
    return can_go_over(case, connection)


def can_go_over(case: Case, connection: DeskConnection) -> Verdict:
    """Whether the case could be handed over at all, by whomever."""
    if not (connection.is_on and connection.takes_cases):
        return denied(_("This help desk takes no cases now."))
    if case.desk or hasattr(case, "hand_over"):
        return denied(_("This case is in a help desk already."))
    return ALLOWED
