"""Before a dangerous act one shows once more who one is, and comes back to it."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path
from django.views import View

from accounts.security.reauthentication import SIGNED_IN_AT, FreshSignInMixin

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class BoomView(FreshSignInMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("a page")

    def post(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"done: {request.POST.get('what')}")


urlpatterns = [path("boom/", BoomView.as_view()), path("", include("community.urls"))]
with_boom = override_settings(ROOT_URLCONF=__name__)


@pytest.fixture
def stale(client, member, brand):
    """A member who signed in yesterday."""
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client.force_login(member, backend=BACKEND)
    session = client.session
    session[SIGNED_IN_AT] = time.time() - 86_400
    session.save()
    return client


@with_boom
def test_who_just_signed_in_goes_on(client, member):
    client.force_login(member, backend=BACKEND)
    assert client.post("/boom/", {"what": "it"}).content == b"done: it"


@with_boom
def test_visitor_signs_in_first(client, brand):
    assert client.post("/boom/").headers["Location"].startswith("/accounts/login/")


@with_boom
def test_reading_needs_no_confirmation(stale):
    assert stale.get("/boom/").content == b"a page"


@with_boom
def test_member_without_password_confirms_by_mail_and_comes_back_with_what_they_sent(stale):
    door = stale.post("/boom/", {"what": "this"})["Location"]
    assert door == "/accounts/reauthenticate/code/?next=%2Fboom%2F"
    assert "member@mail.example" in stale.get(door).content.decode()
    assert mail.outbox == []
    sent = stale.post(door, {"send": "1", "next": "/boom/"})
    code = re.search(r"\n\n(\S{9})\n\n", mail.outbox[0].body)[1]
    wrong = stale.post(sent["Location"], {"code": "WRONG", "next": "/boom/"})
    assert wrong.status_code == 422
    done = stale.post(sent["Location"], {"code": code, "next": "/boom/"})
    assert done.content == b"done: this"
    assert stale.post("/boom/", {"what": "again"}).content == b"done: again"


@with_boom
def test_guessed_at_code_is_worth_nothing(stale):
    stale.post("/accounts/reauthenticate/code/", {"send": "1"})
    code = re.search(r"\n\n(\S{9})\n\n", mail.outbox[0].body)[1]
    for _ in range(3):
        stale.post("/accounts/reauthenticate/code/", {"code": "WRONG"})
    stale.post("/accounts/reauthenticate/code/", {"code": code})
    assert stale.post("/boom/").status_code == 302


@with_boom
def test_password_is_asked_where_there_is_one_and_passwords_are_on(stale, member):
    member.set_password("a calm long one")
    member.save()
    stale.force_login(member, backend=BACKEND)
    session = stale.session
    session[SIGNED_IN_AT] = 0
    session.save()
    door = stale.post("/boom/", {"what": "x"})["Location"]
    assert door.startswith("/accounts/reauthenticate/?")
    assert stale.post(door, {"password": "wrong", "next": "/boom/"}).status_code == 200
    done = stale.post(door, {"password": "a calm long one", "next": "/boom/"})
    assert done.content == b"done: x"


def test_allauths_own_pages_ask_members_without_password_too(stale):
    answer = stale.post("/accounts/email/", {"action_add": "", "email": "new@mail.example"})
    assert answer["Location"].startswith("/accounts/reauthenticate/code/")
    assert mail.outbox == []


DANGEROUS = {
    "member": ["/accounts/email/", "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/",
               "/accounts/password/set/", "/accounts/3rdparty/", "/me/privacy/exports/", "/me/privacy/deletion/"],
    "administrator": ["/studio/roles/", "/studio/security/", "/studio/admission/", "/studio/sign-in/"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("role", "address"), [(role, each) for role, found in DANGEROUS.items() for each in found]
)
def test_dangerous_acts_ask_again(client, member, administrator, space, role, address):
    person = {"member": member, "administrator": administrator}[role]
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    client.force_login(person, backend=BACKEND)
    session = client.session
    session[SIGNED_IN_AT] = time.time() - 601
    session.save()
    what = {"action_add": "1", "email": "new@mail.example", "password1": "lantern gravel tuba oyster",
            "password2": "lantern gravel tuba oyster"}  # fmt: skip
    answer = client.post(address, what)
    assert answer.status_code == 302, answer.content[:300]
    assert answer["Location"].startswith("/accounts/reauthenticate/code/"), answer["Location"]
