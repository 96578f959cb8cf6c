"""What the sign-in page offers: at most four ways at once, the one used last in this browser first."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from accounts.entering.entrance import entrance
from accounts.models import IdentityProvider
from accounts.providers.known import offering
from accounts.providers.memory import last_way

MOST = 4


@dataclass(frozen=True, slots=True)
class Way:
    """One button. `kind` is provider, passkey, code or password."""

    kind: str
    slug: str
    name: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Ways:
    front: list[Way]
    more: list[Way]
    by_password: bool
    by_passkey: bool
    last: str


def ways_in(request: HttpRequest) -> Ways:
    """Providers in the administrators' order, then passkey and code; a password only folded, unless it was used last.

    A code by mail is what everybody can take, so it is never folded away.
    """
    open_now, last = entrance(), last_way(request)
    ways = [_provider(each, request) for each in offering(request)]
    if open_now.by_passkey:
        ways.append(Way("passkey", "passkey"))
    if open_now.by_code:
        ways.append(
            Way("code", "code", href=_onward(reverse("account_request_login_code"), request))
        )
    if open_now.by_password and last == "password":
        here = _onward(reverse("account_login"), request, **{"with": "password"})
        ways.append(Way("password", "password", href=here))
    ways.sort(key=lambda way: way.slug != last)
    front, more = ways[:MOST], ways[MOST:]
    if code := next((way for way in more if way.kind == "code"), None):
        more = [front[-1], *(way for way in more if way is not code)]
        front = [*front[:-1], code]
    return Ways(
        front,
        more,
        open_now.by_password,
        open_now.by_passkey,
        last if any(w.slug == last for w in ways) else "",
    )


def providers_to_join(request: HttpRequest) -> list[Way]:
    """For who has no account yet: one press at most four providers, and the same word in."""
    return [_provider(each, request) for each in offering(request)[:MOST]]


def _provider(provider: IdentityProvider, request: HttpRequest) -> Way:
    kind, slug = provider.kind, provider.slug
    if kind == "saml":
        address = reverse("saml_login", kwargs={"organization_slug": slug})
    elif kind in ("openid_connect", "linkedin"):
        address = reverse("openid_connect_login", kwargs={"provider_id": slug})
    else:
        address = reverse(f"{kind}_login")
    return Way("provider", slug, provider.name, _onward(address, request, process="login"))


def _onward(address: str, request: HttpRequest, **query: str) -> str:
    """The address with where to go afterwards; allauth refuses a `next` that leads elsewhere."""
    if onward := request.POST.get("next") or request.GET.get("next"):
        query["next"] = onward
    return f"{address}?{urlencode(query)}" if query else address
