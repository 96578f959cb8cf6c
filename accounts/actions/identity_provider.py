"""Ways in by other companies: added, changed, switched, put in order and removed by administrators."""

from typing import Any

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.events import IdentityProviderChanged
from accounts.models import Entrance, IdentityProvider, Member
from accounts.providers.known import forget_providers, given_by_environment
from accounts.rules import may_ask_another, may_leave_ways, may_set_entrance
from core.rules import demand
from events.publishing import publish

# What the environment calls its own: taken also while it names none, for it may later.
OF_ENVIRONMENT = {"company", "saml-company"}


def free_slug(kind: str, name: str = "") -> str:
    """What a new provider's identities are kept under; never one that was used before, nor the name of a kind."""
    base = kind if kind not in ("openid_connect", "saml") else slugify(name)[:30] or "company"
    taken = set(IdentityProvider.objects.values_list("slug", flat=True))
    taken |= {each.slug for each in given_by_environment()}
    if kind != base:
        taken |= {"new", *IdentityProvider.Kind.values, *OF_ENVIRONMENT}
    return next(
        slug for n in range(1, 1000) if (slug := f"{base}-{n}" if n > 1 else base) not in taken
    )


@transaction.atomic
def add_provider(*, by: Member, kind: str, slug: str = "", **fields: Any) -> IdentityProvider:
    """A new way in, off until it is switched on."""
    demand(may_set_entrance(by))
    last = IdentityProvider.objects.order_by("-position").first()
    provider = IdentityProvider(
        kind=kind, slug=slug or free_slug(kind), position=last.position + 1 if last else 0, **fields
    )
    return _keep(provider, by, "added")


@transaction.atomic
def change_provider(
    *, by: Member, provider: IdentityProvider, secret: str = "", **fields: Any
) -> IdentityProvider:
    """Set the named fields; without a new secret the old one stays.

    Whose word it is stays too, once people came by it: another issuer's equal subjects would open their accounts.
    """
    demand(may_set_entrance(by))
    provider = _locked(provider)
    if SocialAccount.objects.filter(provider=provider.slug).exists():
        demand(may_ask_another(provider, fields.get("details", provider.details)))
    for name, value in fields.items():
        setattr(provider, name, value)
    if secret:
        provider.secret = secret
    return _keep(provider, by, "changed")


@transaction.atomic
def switch_provider(*, by: Member, provider: IdentityProvider, is_on: bool) -> IdentityProvider:
    """On or off, at once; the last way in stays on."""
    demand(may_set_entrance(by))
    provider = _locked(provider)
    if provider.is_on == is_on:
        return provider
    if not is_on:
        _demand_another_way(provider)
    provider.is_on = is_on
    return _keep(provider, by, "switched_on" if is_on else "switched_off")


@transaction.atomic
def move_provider(*, by: Member, provider: IdentityProvider, places: int) -> None:
    """Nearer to the top of the sign-in page (negative) or further down."""
    demand(may_set_entrance(by))
    rows = list(IdentityProvider.objects.present().select_for_update())
    old = next((n for n, row in enumerate(rows) if row.pk == provider.pk), None)
    if old is None:
        return
    rows.insert(max(0, old + places), rows.pop(old))
    for position, row in enumerate(rows):
        row.position = position
    IdentityProvider.objects.bulk_update(rows, ["position"])
    _tell(provider, by, "moved")


@transaction.atomic
def remove_provider(*, by: Member, provider: IdentityProvider) -> None:
    """For good: its identities go with it, and its secret. The row stays, so that its slug is never another's."""
    demand(may_set_entrance(by))
    provider = _locked(provider)
    if provider.is_on:
        _demand_another_way(provider)
    SocialAccount.objects.filter(provider=provider.slug).delete()
    provider.is_on, provider.sealed_secret, provider.removed_at = False, "", timezone.now()
    _keep(provider, by, "removed")


def _locked(provider: IdentityProvider) -> IdentityProvider:
    return IdentityProvider.objects.present().select_for_update().get(pk=provider.pk)


def _demand_another_way(provider: IdentityProvider) -> None:
    entrance = Entrance.objects.select_for_update().first() or Entrance(pk=1)
    others = IdentityProvider.objects.switched_on().exclude(pk=provider.pk).exists()
    demand(
        may_leave_ways(
            by_code=entrance.by_code,
            by_password=entrance.by_password,
            providers=others or bool(given_by_environment()),
        )
    )


def _keep(provider: IdentityProvider, by: Member, change: str) -> IdentityProvider:
    provider.changed_by = by
    provider.full_clean(exclude=["changed_by"])
    provider.save()
    _tell(provider, by, change)
    return provider


def _tell(provider: IdentityProvider, by: Member, change: str) -> None:
    publish(IdentityProviderChanged(provider_id=provider.pk, change=change, by_id=by.pk))
    forget_providers()
    transaction.on_commit(forget_providers)  # what another thread read meanwhile is forgotten too
