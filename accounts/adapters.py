"""Where allauth asks us: handles for new members, and where to land after signing in."""

import re
from typing import Any

import requests
from allauth.socialaccount.models import SocialApp
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify

from accounts import admission
from accounts.claim_mail import ClaimMailAdapter
from accounts.linking import LinkingRules
from accounts.models import Member
from accounts.notices import NoticeAdapter
from accounts.providers.apps import as_app
from accounts.providers.known import providers_on
from accounts.reauthentication import ReauthenticationAdapter
from accounts.words import KindWords
from core.outgoing import guarded_session

RESERVED = {
    "admin",
    "administrator",
    "support",
    "staff",
    "moderator",
    "system",
    "everyone",
    "me",
    "root",
    "hearth",
}


def free_handle(*wishes: str) -> str:
    """A handle nobody has, as near to the first usable wish as may be."""
    for wish in wishes:
        base = re.sub(r"[^A-Za-z0-9_-]", "", slugify(wish or ""))[:24].strip("-_")
        if len(base) >= 2 and base.lower() not in RESERVED:
            break
    else:
        base = "member"
    taken = set(Member.objects.filter(handle__istartswith=base).values_list("handle", flat=True))
    lowered = {each.lower() for each in taken}
    if base.lower() not in lowered and base != "member":
        return base
    return next(
        f"{base}-{n}" for n in range(2, len(lowered) + 3) if f"{base}-{n}".lower() not in lowered
    )


class MemberAdapter(KindWords, NoticeAdapter, ClaimMailAdapter, ReauthenticationAdapter):
    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponseBase:
        """What waited for this sign-in and was just posted goes before the page it started from."""
        response = super().post_login(request, user, **kwargs)
        landing = getattr(request, "landing", None)
        return redirect(landing) if landing else response

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return admission.is_open_to(request)

    def clean_email(self, email: str) -> str:
        return admission.check_address(self.request, super().clean_email(email))

    def get_login_stages(self) -> list[str]:
        return [*super().get_login_stages(), "accounts.admission.AdmissionStage"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        user.is_waiting = admission.must_wait(request)
        user.handle = free_handle(user.handle, user.name, (user.email or "").split("@")[0])

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user = super().save_user(request, user, form, commit=False)
        user.name = user.name or (user.email or "").split("@")[0]
        if commit:
            user.save()
        return user


class NotSwitchedOn(SocialApp.DoesNotExist, Http404):
    """Somebody came by a way in that is off or was removed: there is no such page."""


class IdentityAdapter(LinkingRules):
    def get_requests_session(self) -> requests.Session:
        return guarded_session()

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those that are on, by the environment or in the studio: allauth's own table stays empty."""
        return [
            app
            for app in map(as_app, providers_on())
            if (not provider or provider in (app.provider, app.provider_id))
            and (not client_id or client_id == app.client_id)
        ]

    def get_app(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> SocialApp:
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise NotSwitchedOn(provider) from error

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        if not super().is_open_for_signup(request, sociallogin):
            return False
        admission.refuse_identity(request, sociallogin)
        return True

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        user = super().populate_user(request, sociallogin, data)
        known = [
            data.get("name"),
            " ".join(filter(None, [data.get("first_name"), data.get("last_name")])),
        ]
        user.name = next(
            (name.strip() for name in known if name and name.strip()), data.get("username") or ""
        )[:80]
        user.handle = ""
        return user
