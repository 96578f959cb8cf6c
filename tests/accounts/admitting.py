"""Coming to an entrance that is not open to everybody: by e-mail, by a code, by a provider."""

import re

import pytest
from allauth.account.middleware import AccountMiddleware
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.test import Client
from django.urls import resolve

from accounts.entering.entrance import forget_entrance
from accounts.entering.linking import LinkingRules
from accounts.models import Entrance, Member
from core.models import OutgoingMail


@pytest.fixture(autouse=True)
def company(monkeypatch):
    """Addresses of the provider that `by_provider` speaks for are trusted."""
    monkeypatch.setattr(LinkingRules, "trusts_email", lambda self, provider_id: True)


def set_entrance(**fields) -> None:
    Entrance.objects.update_or_create(pk=1, defaults=fields)
    forget_entrance()


def latest_code() -> str:
    return re.search(r"^\s*([A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.M)[1]


def sign_up(client: Client, email: str):
    """Sign up by e-mail and prove the address; returns the last answer."""
    answer = client.post("/accounts/signup/", {"email": email})
    if answer.status_code != 302:
        return answer
    return client.post(answer["Location"], {"code": latest_code()})


def is_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def mail_to(member: Member) -> OutgoingMail:
    return OutgoingMail.objects.filter(to=[member.email], key__isnull=False).latest("pk")


def sign_in(client: Client, member: Member) -> bool:
    """By a code mailed to them, as people do."""
    EmailAddress.objects.get_or_create(
        user=member, email=member.email, defaults={"verified": True, "primary": True}
    )
    answer = client.post("/accounts/login/code/", {"email": member.email})
    try:
        code = latest_code()
    except TypeError:
        return False
    client.post(answer["Location"], {"code": code})
    return is_in(client)


def by_provider(rf, email: str, *, verified: bool, invitation: int | None = None):
    """What becomes of somebody whom a provider vouches for, from its answer on."""

    request = rf.get("/accounts/oidc/company/login/callback/")
    request.session, request.user = SessionStore(), AnonymousUser()
    if invitation:
        request.session["invitation"] = invitation
    request.resolver_match = resolve(request.path)
    MessageMiddleware(lambda _request: None).process_request(request)
    request.browser = request.consent = request.space = request.brand = None
    app, _is_new = SocialApp.objects.get_or_create(
        provider="openid_connect",
        provider_id="company",
        defaults={
            "name": "Company", "client_id": "c", "secret": "s",
            "settings": {"server_url": "https://id.example"},
        },
    )  # fmt: skip
    address = EmailAddress(email=email, verified=verified, primary=True)
    login = SocialLogin(
        provider=app.get_provider(request),
        user=Member(email=email, name="Ada", handle=""),
        account=SocialAccount(provider="company", uid=email),
        email_addresses=[address],
    )
    login.state = {"process": "login"}

    with context.request_context(request):
        return AccountMiddleware(lambda asked: complete_social_login(asked, login))(request)
