"""Who is let in: what allauth's adapters ask before and after somebody signs up.

The address check of the forms is a courtesy; what counts is `settle_admission`, which the last stage of every
sign-in asks for those who still wait, with the addresses they proved.
"""

from typing import Any

from allauth.account.stages import LoginStage
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.actions.admission import Outcome, settle_admission
from accounts.entering.domains import is_listed
from accounts.entering.entrance import entrance
from accounts.models import Entrance, Invitation, Member

INVITATION, WAITING = "invitation", "waiting"
# Where people bring an address that is to become theirs here; a forgotten password is asked for with any.
ADDRESS_FORMS = {
    "account_signup",
    "account_signup_by_passkey",
    "socialaccount_signup",
    "account_email",
    "account_change_email",
}


def invitation_of(request: HttpRequest) -> Invitation | None:
    """The invitation this browser accepted, while it holds."""
    number = request.session.get(INVITATION)
    return Invitation.objects.usable().filter(pk=number).first() if number else None


def is_open_to(request: HttpRequest) -> bool:
    """Whether this browser may sign up at all."""
    closed = entrance().admission == Entrance.Admission.INVITATION
    return not closed or invitation_of(request) is not None


def must_wait(request: HttpRequest) -> bool:
    """Whether a new member is looked at before being let in, were it only by `settle_admission`."""
    known = entrance()
    closed = known.admission != Entrance.Admission.OPEN or bool(known.email_domains)
    return closed or INVITATION in request.session


def check_address(request: HttpRequest | None, address: str) -> str:
    """The address again; raises ValidationError, in kind words, where it cannot come in here."""
    match = request.resolver_match if request else None
    if request is None or match is None or match.url_name not in ADDRESS_FORMS:
        return address
    invitation = None if request.user.is_authenticated else invitation_of(request)
    if invitation and invitation.email:
        if address.lower() != invitation.email.lower():
            raise ValidationError(
                _("This invitation was written to another address. Join with the one it came to.")
            )
        return address
    if not is_listed(address, entrance().email_domains):
        raise ValidationError(words_on_domains())
    return address


def words_on_domains() -> str:
    domains = ", ".join(entrance().email_domains)
    return _("Please use an address of %s: this community is for people who have one.") % domains


def refuse_identity(request: HttpRequest, sociallogin: Any) -> None:
    """Answer at once where none of an identity's addresses can come in; with none, a form asks for one."""
    addresses = [each.email for each in sociallogin.email_addresses if each.email]
    if not addresses:
        return
    invitation = invitation_of(request)
    if invitation and invitation.email:
        fits = invitation.email.lower() in {each.lower() for each in addresses}
        words = _("This invitation was written to another address than the one of that account.")
    else:
        fits = any(is_listed(each, entrance().email_domains) for each in addresses)
        words = words_on_domains()
    if not fits:
        page = render(request, "accounts/admission/refused.html", {"words": words}, status=403)
        raise ImmediateHttpResponse(page)


class AdmissionStage(LoginStage):
    """The last stage of signing in, after every proof: who is not let in yet learns so, kindly."""

    key = "admission"
    urlname = "accounts:waiting"

    def handle(self) -> tuple[HttpResponseBase | None, bool]:
        member = self.login.user
        if not isinstance(member, Member) or not member.is_waiting:
            return None, True
        number = self.request.session.get(INVITATION)
        outcome = settle_admission(member=member, invitation_id=number)
        if outcome == Outcome.ADMITTED:
            self.request.session.pop(INVITATION, None)
            member.is_waiting = False
            return None, True
        self.request.session[WAITING] = outcome.value
        return redirect("accounts:waiting"), False
