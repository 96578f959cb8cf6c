"""The picture a provider tells of: fetched through the guarded client, written anew, never over one's own choice."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialAccount
from django.test import RequestFactory

from accounts.actions import remove_avatar, set_avatar
from accounts.models import Member
from accounts.showing import provider_picture
from accounts.showing.provider_picture import FETCH, picture_address
from accounts.tasks import fetch_provider_picture
from tests.uploads.files import picture_bytes, png_of_declared_size, upload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def company(settings) -> None:
    """The provider the identities of these tests come from."""
    settings.IDENTITY_PROVIDERS = [
        {
            "kind": "openid_connect", "slug": "company", "name": "Example", "client_id": "x",
            "secret": "x", "details": {"issuer": "https://id.example"}, "trusts_email": True,
        }
    ]  # fmt: skip


@contextmanager
def provider(answers: dict[str, tuple[int, dict[str, str], bytes]]):
    """A provider's own server on this machine; yields its origin."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def identity(member: Member, address: str) -> SocialAccount:
    return SocialAccount.objects.create(
        user=member, provider="company", uid=f"sub-{member.pk}",
        extra_data={"userinfo": {"sub": "x", "name": "Mem", "picture": address}},
    )  # fmt: skip


def after(member: Member, account: SocialAccount, *, only_first: bool = True) -> Member:
    fetch_provider_picture(member.pk, account.pk, only_first)
    return Member.objects.get(pk=member.pk)


PICTURE = (200, {"Content-Type": "image/png"}, picture_bytes("PNG", size=(500, 300)))


def test_a_new_members_picture_is_taken_and_written_anew(member, settings):
    with provider({"/me.png": PICTURE}) as origin:
        settings.OUTGOING_INSIDE = [origin]
        changed = after(member, identity(member, f"{origin}/me.png"))
    assert changed.avatar.endswith("/300x300.webp")
    assert changed.avatar_from == "company"


@pytest.mark.parametrize(
    "answer",
    [
        (200, {"Content-Type": "image/svg+xml"}, b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        (200, {"Content-Type": "image/png"}, b"<html><script>alert(1)</script>"),
        (200, {"Content-Type": "image/png"}, png_of_declared_size(9000, 9000)),
        (200, {"Content-Type": "image/png"}, b"\x89PNG" + b"0" * 20_000_000),
        (404, {"Content-Type": "image/png"}, PICTURE[2]),
    ],
    ids=["svg", "html", "bomb", "endless", "missing"],
)
def test_hostile_pictures_are_left_alone(member, settings, answer, caplog):
    with provider({"/me.png": answer}) as origin:
        settings.OUTGOING_INSIDE = [origin]
        with caplog.at_level("INFO", "accounts"):
            changed = after(member, identity(member, f"{origin}/me.png"))
    assert (changed.avatar, changed.avatar_from) == ("", "")
    assert "No picture of member" in caplog.text


def test_inside_addresses_are_not_asked(member, settings):
    with provider({"/me.png": PICTURE}) as origin:
        settings.OUTGOING_INSIDE = []
        assert after(member, identity(member, f"{origin}/me.png")).avatar == ""


def test_redirects_inside_are_not_followed(member, settings):
    with provider({"/me.png": PICTURE}) as inside:
        away = {"/me.png": (302, {"Location": f"{inside}/me.png"}, b"")}
        with provider(away) as origin:
            settings.OUTGOING_INSIDE = [origin]
            assert after(member, identity(member, f"{origin}/me.png")).avatar == ""


@pytest.mark.parametrize(
    "said",
    ["javascript:alert(1)", "data:image/png;base64,AA", "file:///etc/passwd", 7, None, "x" * 3000],
)
def test_what_is_no_web_address_is_none(member, said):
    assert picture_address(identity(member, said)) == ""


def test_an_identity_of_a_provider_that_is_gone_tells_nothing(member):
    account = SocialAccount.objects.create(user=member, provider="gone", uid="1", extra_data={})
    assert picture_address(account) == ""


@pytest.mark.parametrize("chose", ["own", "none"])
def test_what_one_chose_is_never_replaced_by_itself(member, settings, chose):
    set_avatar(member=member, file=upload(picture_bytes()))
    if chose == "none":
        remove_avatar(member=member)
    before = Member.objects.get(pk=member.pk).avatar
    with provider({"/me.png": PICTURE}) as origin:
        settings.OUTGOING_INSIDE = [origin]
        account = identity(member, f"{origin}/me.png")
        assert after(member, account).avatar == before
        assert after(member, account, only_first=False).avatar != before


def test_signing_in_asks_for_it_until_one_chose(
    member, monkeypatch, django_capture_on_commit_callbacks
):
    asked = []
    monkeypatch.setattr(provider_picture, "hand_over", lambda *task: asked.append(task))
    account = identity(member, "https://pictures.example/me.png")
    login = type("Login", (), {"account": account})

    def sign_in():
        with django_capture_on_commit_callbacks(execute=True):
            provider_picture.want_provider_picture(
                Member, RequestFactory().get("/"), member, sociallogin=login
            )

    sign_in()
    assert asked == [(FETCH, member.pk, account.pk, True)]
    member.avatar_from = "removed"
    sign_in()
    assert len(asked) == 1
    assert user_logged_in.has_listeners()


class TestTheButton:
    def test_offers_ones_own_provider_and_nobody_elses(self, client, member, outsider, monkeypatch):
        asked = []
        monkeypatch.setattr(
            "accounts.views.avatar.hand_over", lambda *task: asked.append(task) or True
        )
        account = identity(member, "https://pictures.example/me.png")
        client.force_login(member)
        assert f"/me/picture/{account.pk}/".encode() in client.get("/me/").content
        assert client.post(f"/me/picture/{account.pk}/").status_code == 302
        assert asked == [(FETCH, member.pk, account.pk, False)]
        client.force_login(outsider)
        assert client.post(f"/me/picture/{account.pk}/").status_code == 404
        assert f"/me/picture/{account.pk}/".encode() not in client.get("/me/").content

    def test_says_so_when_the_broker_is_away(self, client, member, monkeypatch):
        monkeypatch.setattr("accounts.views.avatar.hand_over", lambda *task: False)
        account = identity(member, "https://pictures.example/me.png")
        client.force_login(member)
        answer = client.post(f"/me/picture/{account.pk}/", follow=True)
        assert b"cannot fetch pictures just now" in answer.content
