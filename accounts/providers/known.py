"""The providers that are on, as every request asks for them."""

from django.conf import settings
from django.http import HttpRequest

from accounts.models import IdentityProvider
from core.remembered import Remembered


def _read() -> list[IdentityProvider]:
    return list(IdentityProvider.objects.switched_on())


_rows = Remembered(_read)
forget_providers = _rows.forget


def providers_on() -> list[IdentityProvider]:
    """In the order of the sign-in page: those of the environment, then the administrators'.

    A change is known here at once, and in every other process within two seconds.
    """
    given = given_by_environment()
    taken = {each.slug for each in given} | {each.kind for each in given if each.is_alone}
    return [*given, *(each for each in _rows() if not taken & {each.slug, each.kind})]


def given_by_environment() -> list[IdentityProvider]:
    """Always on, and never changed here."""
    found = []
    for each in settings.IDENTITY_PROVIDERS:
        provider = IdentityProvider(**each, is_on=True)
        provider.by_environment = True
        found.append(provider)
    return found


def offering(request: HttpRequest) -> list[IdentityProvider]:
    """The same, for a page with forms that lead there: the browser is told where they may go."""
    request.offers_providers = True  # type: ignore[attr-defined]
    return providers_on()


def form_origins(request: HttpRequest) -> list[str]:
    """Where the forms of this page may lead, besides home: only pages that offer a way in name any."""
    if not (getattr(request, "offers_providers", False) or request.path.startswith("/accounts/")):
        return []
    return list(dict.fromkeys(origin for each in providers_on() for origin in each.origins))
