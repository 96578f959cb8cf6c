"""The sign-in page offers at most four ways, the one used last in this browser first; the password is folded."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.actions import change_entrance
from accounts.models import IdentityProvider
from accounts.providers.known import forget_providers
from accounts.providers.memory import COOKIE
from tests.accounts.test_offer_ways_in import add

pytestmark = pytest.mark.django_db
KINDS = {
    "google": "Google",
    "github": "GitHub",
    "microsoft": "Microsoft",
    "facebook": "Facebook",
    "apple": "Apple",
}


@pytest.fixture
def many(brand):
    for position, (kind, name) in enumerate(KINDS.items()):
        add(kind, name=name, position=position)


def offered(browser: Client, query: str = "") -> tuple[list[str], list[str]]:
    """What the page shows at once, and what is folded."""
    page = browser.get(f"/accounts/login/{query}").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    front, _, folded = main.partition("<details")

    def words(part: str) -> list[str]:
        found = re.findall(r'class="button[^>]*>(.*?)</(?:a|button)>', part, re.S)
        return [re.sub(r"<[^>]+>", "", each).strip() for each in found]

    return words(front), words(folded)


def test_at_most_four_are_offered_and_a_code_is_always_among_them(client, many):
    front, folded = offered(client)
    assert front == [
        "Continue with Google", "Continue with GitHub", "Continue with Microsoft", "Send me a code by e-mail",
    ]  # fmt: skip
    assert folded == [
        "Continue with Facebook", "Continue with Apple", "Use a passkey", "Sign in with the password",
    ]  # fmt: skip


def test_with_few_providers_nothing_but_the_password_is_folded(client, brand):
    add("google", name="Google")
    front, folded = offered(client)
    assert front == ["Continue with Google", "Use a passkey", "Send me a code by e-mail"]
    assert folded == ["Sign in with the password"]


def test_what_an_administrator_closed_is_not_offered(client, administrator, many):
    change_entrance(by=administrator, by_code=False, by_passkey=False, by_password=False)
    front, folded = offered(client)
    assert front[-1] == "Continue with Facebook"
    assert folded == ["Continue with Apple"]


def sign_in_by_code(browser: Client, member) -> None:
    EmailAddress.objects.get_or_create(user=member, email=member.email, verified=True, primary=True)
    browser.post("/accounts/login/code/", {"email": member.email})
    code = re.search(r"\n\n(\S{6,9})\n\n", mail.outbox[-1].body)[1]
    browser.post("/accounts/login/code/confirm/", {"code": code})


def test_code_used_last_comes_first(client, member, many):
    sign_in_by_code(client, member)
    assert client.cookies[COOKIE]["httponly"]
    client.post("/accounts/logout/")
    front, _ = offered(client)
    assert front[0] == "Send me a code by e-mail" and len(front) == 4


def test_password_used_last_comes_first_and_opens_its_form(client, member, many):
    member.set_password("correct horse battery")
    member.save()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    client.post("/accounts/login/", {"login": member.email, "password": "correct horse battery"})
    assert "_auth_user_id" in client.session
    client.post("/accounts/logout/")
    front, _ = offered(client)
    assert front[0] == "With my password" and len(front) == 4
    assert (
        '<details class="more" open'
        in client.get("/accounts/login/?with=password").content.decode()
    )


def test_provider_used_last_comes_first_after_a_real_journey(start, traveller):
    start()
    for position, (kind, name) in enumerate(KINDS.items()):
        add(kind, name=name, position=position)
    traveller.travel()
    assert traveller.member
    traveller.post("/accounts/logout/")
    assert offered(traveller)[0][0] == "Continue with Fennimore account"
    IdentityProvider.objects.filter(kind="google").update(position=0)
    forged = Client()
    forged.cookies[COOKIE] = "apple:nonsense"
    assert "Continue with Apple" not in offered(forged)[0]


def test_memory_names_a_way_and_nobody(client, member, many):
    sign_in_by_code(client, member)
    value = client.cookies[COOKIE].value
    assert value.partition(":")[0] == "code"
    other = Client()
    sign_in_by_code(other, member)
    assert other.cookies[COOKIE].value == value
    assert member.handle not in value


def test_way_that_went_off_is_not_first_any_more(client, member, many, administrator):
    sign_in_by_code(client, member)
    client.post("/accounts/logout/")
    change_entrance(by=administrator, by_code=False)
    page = client.get("/accounts/login/").content.decode()
    assert "You came in this way last time" not in page


def test_every_button_takes_along_where_to_go(client, many):
    page = client.get("/accounts/login/?next=/latest/").content.decode()
    hrefs = re.findall(r'(?:action|href)="(/accounts/[^"]*(?:login|code)/[^"]*)"', page)
    assert hrefs and all("next=%2Flatest%2F" in href for href in hrefs if "?" in href)
    assert sum("?" in href for href in hrefs) >= 6


def test_sign_in_page_costs_few_queries_however_many_ways(
    client, many, django_assert_max_num_queries
):
    forget_providers()
    with django_assert_max_num_queries(7):
        assert client.get("/accounts/login/?next=/latest/").status_code == 200
    with django_assert_max_num_queries(7):
        assert client.get("/accounts/signup/").status_code == 200


def test_joining_offers_the_same_providers(client, many):
    page = client.get("/accounts/signup/").content.decode()
    assert page.count("Continue with") == 4
    assert "Or by e-mail" in page
