"""Who depends on a provider: for the warning before it is taken away."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Exists, OuterRef, Q

from accounts.entering.entrance import entrance
from accounts.models import IdentityProvider, Member
from accounts.providers.known import providers_on


def identities_of(provider: IdentityProvider) -> int:
    return SocialAccount.objects.filter(provider=provider.slug).count()


def locked_out_without(provider: IdentityProvider) -> int:
    """Members who could not come in any more: no other identity, nor a code, passkey or password that is taken."""
    ways = entrance()
    others = [each.slug for each in providers_on() if each.slug != provider.slug]
    mine = SocialAccount.objects.filter(user=OuterRef("pk"))
    left = Q(Exists(mine.filter(provider__in=others)))
    if ways.by_code:
        left |= Q(Exists(EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)))
    if ways.by_passkey:
        left |= Q(
            Exists(
                Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.WEBAUTHN)
            )
        )
    if ways.by_password:
        left |= ~Q(password__startswith="!") & ~Q(password="")
    members = Member.objects.active().filter(Exists(mine.filter(provider=provider.slug)))
    return members.exclude(left).count()
