"""Where allauth asks us: handles for new members, and where to land after signing in."""

from typing import Any

import requests
from allauth.socialaccount.models import SocialApp
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from accounts.entering import admission
from accounts.entering.linking import LinkingRules
from accounts.entering.words import KindWords
from accounts.handles.choosing import free_handle, neutral_handle
from accounts.handles.names import clean_name, problem_with_name
from accounts.handles.skeleton import handle_skeleton
from accounts.providers.apps import as_app
from accounts.providers.known import providers_on
from accounts.security.notices import NoticeAdapter
from accounts.security.reauthentication import ReauthenticationAdapter
from accounts.waiting.claim_mail import ClaimMailAdapter
from core.outgoing import guarded_session


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
        return [*super().get_login_stages(), "accounts.entering.admission.AdmissionStage"]

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        user.is_waiting = admission.must_wait(request)
        # Never from the address: that is nobody else's business.
        user.handle = free_handle(user.handle, user.name) if user.name else neutral_handle()
        user.handle_skeleton = handle_skeleton(user.handle)
        user.name = user.name or user.handle


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
            data.get("username"),
        ]
        # Some providers call people by their address, which is nobody else's business.
        names = [clean_name(name) for name in known if isinstance(name, str) and "@" not in name]
        user.name = next((name for name in names if not problem_with_name(name, user)), "")
        user.handle = ""
        return user
