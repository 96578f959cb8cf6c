"""Who may do what in support. The rule that raises in an action is the rule that hides a button."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from support.models import Case, Enquiry, OfferedAnswer


def may_work_cases(viewer: Viewer) -> Verdict:
    if viewer.is_authenticated and viewer.has_role(Role.AGENT):
        return ALLOWED
    return denied(_("Cases are worked by support agents."))


def may_act_on_cases(viewer: Viewer) -> Verdict:
    """Answer, take, close: not while suspended. Support stays open to suspended members, to object; not its desk."""
    verdict = may_work_cases(viewer)
    if verdict and viewer.is_authenticated and viewer.is_suspended:
        return denied(_("You are suspended: you can read cases, but not work them."))
    return verdict


def may_write_on_case(viewer: Viewer, case: Case) -> Verdict:
    """The customer's side: their own case. Agents answer instead."""
    if viewer.is_authenticated and case.member_id == viewer.pk:
        return ALLOWED
    return denied(_("Only whoever opened a case writes on it."))


def may_solve_enquiry(enquiry: Enquiry, offered: OfferedAnswer | None) -> Verdict:
    """ "This solved it" is said about an answer one was offered and has opened."""
    if enquiry.outcome == Enquiry.Outcome.SENT:
        return denied(_("Your message was already sent to us."))
    if offered is None or offered.opened_at is None:
        return denied(_("Open the answer first."))
    return ALLOWED
