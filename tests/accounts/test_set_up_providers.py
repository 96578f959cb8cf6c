"""Administrators set up ways in at /studio/sign-in/; nobody else does, and nobody reads a secret."""

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from accounts.actions import add_provider, change_entrance, remove_provider, switch_provider
from accounts.models import Entrance, IdentityProvider
from core.rules import NotAllowed
from events.models import Event
from tests.cast import make_member
from tests.world import signed_in

pytestmark = pytest.mark.django_db
AT = "/studio/sign-in/"
GOOGLE = {"name": "Google", "client_id": "our-id", "secret": "hush-hush", "trusts_email": "on"}


@pytest.fixture
def admin(brand, administrator):
    return signed_in(administrator)


def test_provider_added_in_the_studio_is_on_the_sign_in_page_at_once(admin, client, brand):
    assert admin.post(f"{AT}new/google/", GOOGLE)["Location"] == f"{AT}google/"
    assert "Google" not in client.get("/accounts/login/").content.decode()
    admin.post(f"{AT}google/switch/", {"is_on": "1"})
    assert "Continue with Google" in client.get("/accounts/login/").content.decode()
    admin.post(f"{AT}google/switch/", {"is_on": "0"})
    assert "Google" not in client.get("/accounts/login/").content.decode()
    changes = [
        e.facts["change"]
        for e in Event.objects.filter(kind__endswith="IdentityProviderChanged").order_by("pk")
    ]
    assert changes == ["added", "switched_on", "switched_off"]


def test_secret_is_kept_unless_a_new_one_is_given_and_never_shown(admin):
    admin.post(f"{AT}new/google/", GOOGLE)
    page = admin.get(f"{AT}google/").content.decode()
    assert "our-id" in page and "hush-hush" not in page
    admin.post(f"{AT}google/", GOOGLE | {"name": "Google Workspace", "secret": ""})
    provider = IdentityProvider.objects.get()
    assert (provider.name, provider.secret) == ("Google Workspace", "hush-hush")
    again = admin.post(f"{AT}google/", GOOGLE | {"name": "", "secret": "half-typed"})
    assert again.status_code == 422 and "half-typed" not in again.content.decode()
    admin.post(f"{AT}google/", GOOGLE | {"secret": "newer"})
    assert IdentityProvider.objects.get().secret == "newer"


def test_page_says_which_address_to_register(admin):
    page = admin.get(f"{AT}new/github/").content.decode()
    assert 'value="http://testserver/accounts/github/login/callback/"' in page
    page = admin.get(f"{AT}new/saml/").content.decode()
    assert 'value="http://testserver/accounts/saml/work/acs/"' in page
    assert 'value="http://testserver/accounts/saml/work/metadata/"' in page


def test_there_is_one_google_but_many_issuers(admin, settings):
    settings.OUTGOING_INSIDE = ["http://127.0.0.1:9"]
    admin.post(f"{AT}new/google/", GOOGLE)
    assert admin.post(f"{AT}new/google/", GOOGLE).status_code == 404
    issuer = GOOGLE | {
        "issuer": "http://127.0.0.1:9/.well-known/openid-configuration",
        "slug": "works",
    }
    assert admin.post(f"{AT}new/openid_connect/", issuer).status_code == 302
    assert admin.post(f"{AT}new/openid_connect/", issuer).status_code == 422
    assert admin.post(f"{AT}new/openid_connect/", issuer | {"slug": "plant"}).status_code == 302
    assert IdentityProvider.objects.get(slug="works").issuer == "http://127.0.0.1:9"


def test_issuer_people_come_by_stays(admin, settings, member):
    settings.OUTGOING_INSIDE = ["http://127.0.0.1:9"]
    issuer = GOOGLE | {"issuer": "http://127.0.0.1:9/one", "slug": "works"}
    admin.post(f"{AT}new/openid_connect/", issuer)
    other = issuer | {"issuer": "http://127.0.0.1:9/two", "secret": ""}
    assert admin.post(f"{AT}works/", other).status_code == 302
    SocialAccount.objects.create(user=member, provider="works", uid="7")
    back = admin.post(f"{AT}works/", issuer)
    assert back.status_code == 422
    assert "its issuer stays" in back.content.decode()
    assert IdentityProvider.objects.get(slug="works").issuer == "http://127.0.0.1:9/two"
    assert admin.post(f"{AT}works/", other | {"name": "Works"}).status_code == 302


@pytest.mark.parametrize("slug", ["google", "saml", "new", "company"])
def test_short_name_of_something_else_is_refused(admin, settings, slug):
    settings.IDENTITY_PROVIDERS = [{"kind": "openid_connect", "slug": "company", "name": "Company"}]
    settings.OUTGOING_INSIDE = ["http://127.0.0.1:9"]
    form = GOOGLE | {"issuer": "http://127.0.0.1:9", "slug": slug}
    assert admin.post(f"{AT}new/openid_connect/", form).status_code == 422
    assert not IdentityProvider.objects.exists()


@pytest.mark.parametrize(
    ("kind", "wrong", "words"),
    [
        ("openid_connect", {"issuer": "http://id.example.com", "slug": "a"}, "is not encrypted"),
        ("openid_connect", {"issuer": "javascript:alert(1)", "slug": "a"}, "is not an address"),
        (
            "apple",
            {"team": "TEAM123456", "key_id": "KEY1234567", "secret": "no key"},
            "whole .p8 file",
        ),
        ("microsoft", {"tenant": "common", "vouched_domains": "example.com"}, "Only one company"),
        ("microsoft", {"tenant": "a/../b"}, "A tenant is an ID"),
        ("saml", {"slug": "a", "metadata": "<nonsense"}, "not SAML metadata"),
        (
            "saml",
            {"slug": "a", "entity_id": "x", "sso_url": "https://x.example", "certificate": "x"},
            "not a certificate",
        ),
        ("google", {"secret": ""}, "required"),
    ],
)
def test_what_cannot_work_is_refused_in_words(admin, kind, wrong, words):
    answer = admin.post(f"{AT}new/{kind}/", GOOGLE | wrong)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not IdentityProvider.objects.exists()


def test_apple_key_is_kept_sealed_and_not_repeated(admin):
    key = (
        generate_private_key(SECP256R1())
        .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        .decode()
    )
    form = GOOGLE | {"team": "TEAM123456", "key_id": "KEY1234567", "secret": key}
    assert (
        admin.post(f"{AT}new/apple/", form | {"team": ""}).content.decode().count("PRIVATE KEY")
        == 0
    )
    assert admin.post(f"{AT}new/apple/", form).status_code == 302
    assert IdentityProvider.objects.get().secret == key.strip()


def test_providers_of_the_environment_are_shown_and_cannot_be_changed(admin, settings):
    settings.IDENTITY_PROVIDERS = [
        {
            "kind": "github",
            "slug": "github",
            "name": "GitHub",
            "client_id": "outside",
            "secret": "hush-hush",
        }
    ]
    page = admin.get(AT).content.decode()
    assert "set by the environment" in page
    assert "hush-hush" not in admin.get(f"{AT}github/").content.decode()
    for act in ("", "switch/", "order/", "removal/"):
        assert admin.post(f"{AT}github/{act}", GOOGLE).status_code == 404


def test_order_is_the_administrators(admin, client, brand):
    for kind in ("github", "google"):
        admin.post(f"{AT}new/{kind}/", GOOGLE | {"name": kind.title()})
        admin.post(f"{AT}{kind}/switch/", {"is_on": "1"})
    page = client.get("/accounts/login/").content.decode()
    assert page.index("with Github") < page.index("with Google")
    admin.post(f"{AT}google/order/", {"to": "up"})
    page = client.get("/accounts/login/").content.decode()
    assert page.index("with Google") < page.index("with Github")


def test_removal_says_who_would_be_locked_out_and_frees_nobodys_name(admin, administrator):
    change_entrance(by=administrator, by_code=False, by_passkey=False)
    provider = add_provider(
        by=administrator, kind="google", name="Google", secret="x", client_id="x"
    )
    alone, other = make_member("alone"), make_member("other")
    other.set_password("correct horse")
    other.save()
    for member in (alone, other):
        SocialAccount.objects.create(user=member, provider="google", uid=member.handle)
        EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    page = admin.get(f"{AT}google/removal/").content.decode()
    assert "1 member has no other way in" in page
    assert "2 identities go with it" in page
    change_entrance(by=administrator, by_code=True)
    assert "no other way in" not in admin.get(f"{AT}google/removal/").content.decode()
    remove_provider(by=administrator, provider=provider)
    provider.refresh_from_db()
    assert not SocialAccount.objects.exists() and not provider.secret
    assert admin.get(f"{AT}google/").status_code == 404
    again = add_provider(by=administrator, kind="google", name="Google", secret="x", client_id="y")
    assert again.slug == "google-2"


def test_last_way_in_stays(admin, administrator):
    provider = add_provider(
        by=administrator, kind="google", name="Google", secret="x", client_id="x"
    )
    switch_provider(by=administrator, provider=provider, is_on=True)
    assert admin.post(AT, {"by_passkey": "on"}).status_code == 302
    with pytest.raises(NotAllowed, match="last way in"):
        switch_provider(by=administrator, provider=provider, is_on=False)
    with pytest.raises(NotAllowed, match="last way in"):
        remove_provider(by=administrator, provider=provider)
    change_entrance(by=administrator, by_code=True)
    switch_provider(by=administrator, provider=provider, is_on=False)
    assert admin.post(AT, {"by_passkey": "on"}).status_code == 422
    assert Entrance.objects.get().by_code


@pytest.mark.parametrize("who", ["member", "manager", "executive"])
def test_others_are_refused(who, request, brand, administrator):
    add_provider(by=administrator, kind="google", name="Google", secret="x", client_id="x")
    member = request.getfixturevalue(who)
    browser = signed_in(member)
    for page in ("", "new/github/", "google/", "google/removal/"):
        assert browser.get(AT + page).status_code == 403
    for act in (
        "",
        "google/",
        "google/test/",
        "google/switch/",
        "google/order/",
        "google/removal/",
    ):
        assert browser.post(AT + act, {"is_on": "1"}).status_code == 403
    with pytest.raises(NotAllowed):
        switch_provider(by=member, provider=IdentityProvider.objects.get(), is_on=True)
    assert not IdentityProvider.objects.get().is_on
