"""Which account a provider's identity opens.

An identity is the provider's subject. It joins an account that is there already only through a verified address of
a provider that an administrator trusts with addresses, or because its owner is signed in to both.
"""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.db import IntegrityError, transaction
from django.dispatch import receiver
from django.http import HttpRequest
from django.shortcuts import redirect

from accounts.models import Member
from accounts.providers.known import providers_on


class LinkingRules(DefaultSocialAccountAdapter):
    """The part of our adapter that allauth asks before it lets an identity in."""

    def trusts_email(self, provider_id: str) -> bool:
        """Whether this provider's word that an address is verified is good enough to open the account that has it."""
        return any(each.trusts_email for each in providers_on() if each.slug == provider_id)

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        return self.trusts_email(login.account.provider)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[Member, str] | None:
        """The one member who has proved one of these addresses; an unproved one is nobody's."""
        given = [
            address.email.lower()
            for address in sociallogin.email_addresses
            if address.verified is True
            and self.can_authenticate_by_email(sociallogin, address.email)
        ]
        rows = list(EmailAddress.objects.filter(email__in=given).select_related("user"))
        proved = [row for row in rows if row.verified]
        if not proved:
            proved = [self._prove(row) for row in rows if row.user.last_login is None]
        owners = {row.user_id for row in proved}
        return (proved[0].user, proved[0].email) if len(owners) == 1 else None

    @transaction.atomic
    def _prove(self, address: EmailAddress) -> EmailAddress:
        """Its owner has come to an account that somebody began and nobody ever entered: now it is theirs alone."""
        forget_unproved_ways(address.user, keep=set())
        address.set_verified()
        return address

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Addresses of a provider we do not trust with them are proved by us before anybody is let in."""
        if not self.trusts_email(sociallogin.account.provider):
            for address in sociallogin.email_addresses:
                address.verified = False
        if sociallogin.is_existing and not sociallogin.user.is_active:
            raise ImmediateHttpResponse(redirect("account_inactive"))

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> Any:
        """Member, identity and address at once, or none of them: who presses twice at once is asked to try again."""
        try:
            with transaction.atomic():
                return super().save_user(request, sociallogin, form)
        except IntegrityError:
            raise ImmediateHttpResponse(redirect("socialaccount_login_error")) from None


def forget_unproved_ways(
    member: Member, *, keep: set[tuple[str, str]], password: bool = False
) -> None:
    """Take away every way in that was set up before the account's address was proved, but those in `keep`.

    Somebody may have joined with another's address and waited for its owner to prove it.
    """
    for identity in SocialAccount.objects.filter(user=member):
        if (identity.provider, identity.uid) not in keep:
            identity.delete()
    if member.has_usable_password() and not password:
        member.set_unusable_password()
        member.save(update_fields=["password"])


@receiver(email_confirmed, dispatch_uid="accounts.entering.linking")
def let_in_its_owner_alone(
    sender: Any, request: HttpRequest, email_address: EmailAddress, **kwargs: Any
) -> None:
    """The first proof of an address ends what others set up: only what this browser itself came with stays."""
    member = email_address.user
    if member.last_login is not None:
        return
    records = get_authentication_records(request, member)
    forget_unproved_ways(
        member,
        keep={(str(each.get("provider")), str(each.get("uid"))) for each in records},
        password=any(each.get("method") == "password" for each in records),
    )
