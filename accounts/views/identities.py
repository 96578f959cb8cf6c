"""Ways to sign in: /accounts/3rdparty/, in the place of allauth's page."""

from dataclasses import dataclass

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.signals import social_account_removed
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import remove_identity
from accounts.entering.ways_in import other_ways_in, providers_on
from accounts.models import Member
from accounts.rules import may_remove_identity
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in
from core.rules import NotAllowed, Verdict


@dataclass(frozen=True, slots=True)
class Row:
    """One identity as its owner reads it."""

    identity: SocialAccount
    provider: str
    known_as: str
    is_on: bool
    may_remove: Verdict


def rows_of(member: Member) -> list[Row]:
    on = providers_on()
    rows = []
    for identity in SocialAccount.objects.filter(user=member).order_by("date_joined", "pk"):
        is_on = identity.provider in on
        rows.append(
            Row(
                identity,
                on.get(identity.provider, identity.provider.title()),
                identity.get_provider_account().to_str() if is_on else "",
                is_on,
                may_remove_identity(member, identity),
            )
        )
    return rows


class IdentitiesView(FreshSignInMixin, View):
    """The identities of a member, each with when it was used; adding one, and removing all but the last way in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        chosen = request.POST.get("account", "")
        if not chosen.isdecimal():
            return self.page(request, problem=_("Choose the way that shall go."))
        try:
            identity = remove_identity(member=signed_in(request), identity_id=int(chosen[:18]))
        except SocialAccount.DoesNotExist as error:
            raise Http404(_("This is none of your ways to sign in.")) from error
        except NotAllowed as error:
            return self.page(request, problem=str(error))
        tell(request, identity)
        return redirect("socialaccount_connections")

    def page(self, request: HttpRequest, problem: str = "") -> HttpResponse:
        member = signed_in(request)
        back = reverse("socialaccount_connections")
        page = {
            "rows": rows_of(member),
            "other_ways": other_ways_in(member),
            "problem": problem,
            "offers": [
                {
                    "name": each.name,
                    "url": each.get_login_url(request, process="connect", next=back),
                }
                for each in get_adapter(request).list_providers(request)
            ],
        }
        status = 422 if problem else 200
        return render(request, "socialaccount/connections.html", page, status=status)


def tell(request: HttpRequest, identity: SocialAccount) -> None:
    """What follows a removal: allauth's signal, a line on the next page, a notice by mail."""
    name = providers_on().get(identity.provider, identity.provider)
    messages.success(request, _("You no longer sign in with %(name)s.") % {"name": name})
    social_account_removed.send(sender=SocialAccount, request=request, socialaccount=identity)
    get_account_adapter(request).send_notification_mail(
        "socialaccount/email/account_disconnected",
        signed_in(request),
        context={"account": identity, "provider": name},
    )
