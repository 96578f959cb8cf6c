"""The studio's pages of ways in: administrators switch them, and set up and test providers."""

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import (
    add_provider,
    change_entrance,
    change_provider,
    move_provider,
    remove_provider,
    switch_provider,
)
from accounts.entering.entrance import entrance
from accounts.models import IdentityProvider
from accounts.providers.company_forms import form_of
from accounts.providers.forms import ProviderForm, WaysForm
from accounts.providers.helping import HELP
from accounts.providers.identities import identities_of, locked_out_without
from accounts.providers.known import given_by_environment
from accounts.providers.trying import try_provider
from accounts.providers.trying.issuer import authorization_origin
from accounts.rules import may_leave_ways, may_set_entrance
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in
from core.limits import demand_pace
from core.rules import NotAllowed, demand

TESTED = "provider_test"


class StudioView(FreshSignInMixin, View):
    """Administrators only, every page and act of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_set_entrance(request.user))
        return super().dispatch(request, *args, **kwargs)

    def found(self, slug: str) -> IdentityProvider:
        """The provider of this name, the environment's first."""
        given = [each for each in given_by_environment() if each.slug == slug]
        provider = (
            given[0] if given else IdentityProvider.objects.present().filter(slug=slug).first()
        )
        if provider is None:
            raise Http404(slug)
        return provider

    def ours(self, slug: str) -> IdentityProvider:
        """The same, but not one that the environment set: that is changed there."""
        provider = self.found(slug)
        if provider.by_environment:
            raise Http404(slug)
        return provider


class SignInView(StudioView):
    """Every way in, and whether it is open."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, WaysForm(instance=entrance()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = WaysForm(request.POST, instance=entrance())
        if not form.is_valid():
            return self.page(request, form, status=422)
        others = bool(given_by_environment()) or IdentityProvider.objects.switched_on().exists()
        taken = form.cleaned_data
        verdict = may_leave_ways(
            by_code=taken["by_code"], by_password=taken["by_password"], providers=others
        )
        if not verdict:
            form.add_error(None, verdict.reason)
            return self.page(request, form, status=422)
        change_entrance(by=signed_in(request), **taken)
        messages.success(request, _("Saved."))
        return redirect("accounts:sign_in_studio")

    def page(self, request: HttpRequest, form: WaysForm, status: int = 200) -> HttpResponse:
        given, rows = given_by_environment(), list(IdentityProvider.objects.present())
        alone = {each.kind for each in [*given, *rows] if each.is_alone}
        context = {
            "form": form,
            "given": given,
            "providers": rows,
            "kinds": [each for each in IdentityProvider.Kind if each not in alone],
        }
        return render(request, "accounts/sign_in/page.html", context, status=status)


class ProviderNewView(StudioView):
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        return provider_page(request, self.form(request, kind))

    def post(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        form = self.form(request, kind)
        if not form.is_valid():
            return provider_page(request, form, status=422)
        provider = add_provider(
            by=signed_in(request), kind=kind, **with_origin(kind, form.wanted())
        )
        messages.success(request, _("Saved. Test it, then switch it on."))
        return redirect("accounts:provider", provider.slug)

    def form(self, request: HttpRequest, kind: str) -> ProviderForm:
        taken = [*given_by_environment(), *IdentityProvider.objects.present()]
        if kind not in IdentityProvider.Kind.values or any(
            each.kind == kind for each in taken if each.is_alone
        ):
            raise Http404(kind)
        return form_of(kind)(request.POST or None, kind=kind, provider=None)


class ProviderView(StudioView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        provider = self.found(slug)
        form = form_of(provider.kind)(kind=provider.kind, provider=provider)
        return provider_page(request, form, provider)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        provider = self.ours(slug)
        form = form_of(provider.kind)(request.POST, kind=provider.kind, provider=provider)
        if not form.is_valid():
            return provider_page(request, form, provider, status=422)
        wanted = with_origin(provider.kind, form.wanted())
        try:
            change_provider(by=signed_in(request), provider=provider, **wanted)
        except NotAllowed as error:
            form.add_error(None, str(error))
            return provider_page(request, form, provider, status=422)
        messages.success(request, _("Saved."))
        return redirect("accounts:provider", slug)


class ProviderTestView(StudioView):
    """Asks the provider; the answers stand on its page until the next test."""

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        provider = self.found(slug)
        demand_pace(f"provider-test:{request.user.pk}", limit=10, seconds=60, when_down=True)
        checks = try_provider(provider, site=request.build_absolute_uri("/").rstrip("/"))
        request.session[TESTED] = {
            "slug": slug, "at": time.time(), "checks": [check.as_dict() for check in checks],
        }  # fmt: skip
        return redirect(reverse("accounts:provider", args=[slug]) + "#test")


class ProviderSwitchView(StudioView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        is_on = request.POST.get("is_on") == "1"
        provider = switch_provider(by=signed_in(request), provider=self.ours(slug), is_on=is_on)
        said = (
            _("%s is on the sign-in page now.") if is_on else _("%s is off. Nobody was signed out.")
        )
        messages.success(request, said % provider.name)
        return redirect("accounts:sign_in_studio")


class ProviderOrderView(StudioView):
    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        places = 1 if request.POST.get("to") == "down" else -1
        move_provider(by=signed_in(request), provider=self.ours(slug), places=places)
        return redirect("accounts:sign_in_studio")


class ProviderRemovalView(StudioView):
    """Says first who depends on it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        provider = self.ours(slug)
        context = {
            "provider": provider,
            "identities": identities_of(provider),
            "locked_out": locked_out_without(provider),
        }
        return render(request, "accounts/sign_in/removal.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        provider = self.ours(slug)
        remove_provider(by=signed_in(request), provider=provider)
        messages.success(request, _("%s was removed.") % provider.name)
        return redirect("accounts:sign_in_studio")


def with_origin(kind: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Learn where the issuer signs people in, so that browsers may be told; an issuer that is away is asked by the test."""
    if kind == IdentityProvider.Kind.OPENID_CONNECT:
        details = wanted["details"]
        there = authorization_origin(IdentityProvider(kind=kind, details=details))
        if there and there not in details.get("origins", []):
            details["origins"] = [*details.get("origins", []), there]
    return wanted


def provider_page(
    request: HttpRequest,
    form: ProviderForm,
    provider: IdentityProvider | None = None,
    status: int = 200,
) -> HttpResponse:
    slug = str(form["slug"].value() or "") if "slug" in form.fields else form.kind
    shown = provider or IdentityProvider(kind=form.kind, slug=slug.strip("/") or "company")
    tested = request.session.get(TESTED) if provider else None
    context = {
        "form": form,
        "provider": provider,
        "kind": IdentityProvider.Kind(form.kind),
        "help": HELP[form.kind],
        "callback": request.build_absolute_uri(shown.callback_path),
        "tested": tested if tested and tested["slug"] == shown.slug else None,
    }
    if form.kind == IdentityProvider.Kind.SAML:
        metadata = reverse("saml_metadata", kwargs={"organization_slug": shown.slug})
        context["metadata"] = request.build_absolute_uri(metadata)
    return render(request, "accounts/sign_in/provider.html", context, status=status)
