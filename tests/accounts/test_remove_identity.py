"""A member adds and removes ways to sign in, and is never left without one."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test import Client

from accounts.actions import remove_identity
from accounts.entering.entrance import forget_entrance
from accounts.models import Entrance, Member
from core.rules import NotAllowed
from tests.cast import make_member

pytestmark = pytest.mark.django_db
PAGE = "/accounts/3rdparty/"


@pytest.fixture
def providers(settings) -> None:
    """Three are on."""
    settings.IDENTITY_PROVIDERS = [
        {
            "kind": "openid_connect", "slug": name, "name": f"{name.title()} account", "client_id": "site",
            "secret": "hush", "details": {"issuer": f"https://{name}.example"}, "trusts_email": True,
        }
        for name in ("company", "partner", "school")
    ]  # fmt: skip


@pytest.fixture
def nia(brand, providers) -> Member:
    """A member with an unproved address: only identities let her in."""
    return make_member("nia")


@pytest.fixture
def browser(nia) -> Client:
    browser = Client()
    browser.force_login(nia, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def identity(member: Member, provider: str = "company", **more) -> SocialAccount:
    return SocialAccount.objects.create(
        user=member, provider=provider, uid=f"{provider}-{member.pk}", **more
    )


def prove_address(member: Member) -> None:
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)


def passkey(member: Member, *, signs_in: bool = True) -> None:
    data = {
        "name": "Key",
        "credential": {"clientExtensionResults": {"credProps": {"rk": signs_in}}},
    }
    Authenticator.objects.create(user=member, type=Authenticator.Type.WEBAUTHN, data=data)


def change_entrance(**fields) -> None:
    Entrance.objects.update_or_create(pk=1, defaults=fields)
    forget_entrance()


def test_page_lists_each_with_since_and_last_used(browser, nia):
    identity(nia, extra_data={"userinfo": {"email": "<b>nia</b>@company.example"}})
    page = browser.get(PAGE)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Company account" in text
    assert "&lt;b&gt;nia&lt;/b&gt;@company.example" in text
    assert "last used" in text
    for name in ("company", "partner", "school"):
        assert f"/accounts/oidc/{name}/login/?process=connect" in text


def test_queries_do_not_grow_with_identities(browser, nia, django_assert_max_num_queries):
    identity(nia)
    identity(nia, "partner")
    browser.get(PAGE)
    with django_assert_max_num_queries(30):
        browser.get(PAGE)


def test_last_way_in_is_not_removed_and_the_page_says_why(browser, nia):
    only = identity(nia)
    text = browser.get(PAGE).content.decode()
    assert "This is your only way in" in text
    assert f'value="{only.pk}"' not in text
    answer = browser.post(PAGE, {"account": only.pk})
    assert answer.status_code == 422
    assert "This is your only way in" in answer.content.decode()
    assert SocialAccount.objects.filter(pk=only.pk).exists()


@pytest.mark.parametrize(
    "ways",
    [
        lambda nia: identity(nia, "partner"),
        prove_address,
        passkey,
    ],
    ids=["another", "address", "passkey"],
)
def test_another_way_lets_it_go(browser, nia, ways):
    first = identity(nia)
    ways(nia)
    answer = browser.post(PAGE, {"account": first.pk}, follow=True)
    assert answer.status_code == 200
    assert "You no longer sign in with Company account." in answer.content.decode()
    assert not SocialAccount.objects.filter(pk=first.pk).exists()


def test_what_is_switched_off_is_no_way_in(nia):
    first = identity(nia)
    identity(nia, "closed-long-ago")
    prove_address(nia)
    passkey(nia)
    nia.set_password("long enough a word")
    nia.save()
    change_entrance(by_code=False, by_passkey=False, by_password=False)
    with pytest.raises(NotAllowed, match="only way in"):
        remove_identity(member=nia, identity_id=first.pk)


def test_key_that_is_only_a_second_factor_is_no_way_in(nia):
    first = identity(nia)
    passkey(nia, signs_in=False)
    with pytest.raises(NotAllowed):
        remove_identity(member=nia, identity_id=first.pk)


def test_password_alone_lets_it_go(nia):
    first = identity(nia)
    prove_address(nia)
    nia.set_password("long enough a word")
    nia.save()
    change_entrance(by_code=False)
    assert remove_identity(member=nia, identity_id=first.pk).provider == "company"


def test_password_without_a_proved_address_is_no_way_in(nia):
    first = identity(nia)
    nia.set_password("long enough a word")
    nia.save()
    with pytest.raises(NotAllowed):
        remove_identity(member=nia, identity_id=first.pk)


def test_identity_of_another_is_not_found(browser, nia, member):
    theirs = identity(member)
    identity(member, "partner")
    assert browser.post(PAGE, {"account": theirs.pk}).status_code == 404
    assert browser.post(PAGE, {"account": "9" * 40}).status_code == 404
    assert SocialAccount.objects.count() == 2


def test_removal_after_a_while_asks_who_is_there(browser, nia):
    first = identity(nia)
    identity(nia, "partner")
    session = browser.session
    session["signed_in_at"] = 0
    session.save()
    answer = browser.post(PAGE, {"account": first.pk})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert SocialAccount.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_tabs_do_not_remove_the_last_two(providers):
    nia = make_member("nia")
    both = [identity(nia), identity(nia, "partner")]
    together = Barrier(2)

    def remove(each: SocialAccount) -> bool:
        try:
            together.wait(5)
            remove_identity(member=nia, identity_id=each.pk)
        except NotAllowed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(remove, both))
    assert sorted(done) == [False, True]
    assert SocialAccount.objects.filter(user=nia).count() == 1
