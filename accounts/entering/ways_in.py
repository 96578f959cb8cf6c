"""Through which doors a member can come in today: what is theirs, counted only where an administrator leaves it on."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.entering.entrance import entrance
from accounts.models import Member
from accounts.providers import known


@dataclass(frozen=True, slots=True)
class WayIn:
    """A way besides providers: what it is, and what of the member's it uses."""

    name: str | Promise
    detail: str = ""


def providers_on() -> dict[str, str]:
    """The providers that are switched on: the id their identities carry, and their name."""
    return {each.slug: each.name for each in known.providers_on()}


def other_ways_in(member: Member) -> list[WayIn]:
    """Ways that need no provider."""
    open_now = entrance()
    proved = EmailAddress.objects.filter(user=member, verified=True).order_by("-primary", "pk")
    address = proved.values_list("email", flat=True).first() or ""
    keys = Authenticator.objects.filter(user=member, type=Authenticator.Type.WEBAUTHN)
    ways = []
    if open_now.by_code and address:
        ways.append(WayIn(_("A code by e-mail"), address))
    if open_now.by_passkey and any(key.wrap().is_passwordless for key in keys):
        ways.append(WayIn(_("A passkey")))
    if open_now.by_password and address and member.has_usable_password():
        ways.append(WayIn(_("A password"), address))
    return ways


def is_last_way_in(member: Member, identity: SocialAccount) -> bool:
    """Whether the member could not come in any more without this identity."""
    others = SocialAccount.objects.filter(user=member, provider__in=providers_on())
    return not others.exclude(pk=identity.pk).exists() and not other_ways_in(member)
