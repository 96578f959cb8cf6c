"""An identity opens the account it belongs to, and joins another only where its owner has proved to be the same."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from accounts.models import Member
from forums.models import Draft, Topic
from tests.accounts.issuing import Issuer, Traveller
from tests.cast import make_member

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\n\n([\w-]{6,9})\n\n")


@pytest.fixture
def nia(brand) -> Member:
    """A member who proved the address that the provider's person names."""
    nia = make_member("nia")
    EmailAddress.objects.create(user=nia, email=nia.email, verified=True, primary=True)
    return nia


def code_in(letter) -> str:
    return CODE.search(letter.body)[1]


def sign_in_by_code(browser: Client, address: str) -> None:
    browser.post("/accounts/login/code/", {"email": address})
    browser.post("/accounts/login/code/confirm/", {"code": code_in(mail.outbox[-1])})


def saying(verified) -> type[Issuer]:
    def userinfo(self, token):
        return Issuer.userinfo(self, token) | {"email_verified": verified}

    return type("Saying", (Issuer,), {"userinfo": userinfo})


def test_verified_address_of_a_trusted_provider_joins(traveller, start, nia):
    start()
    traveller.travel()
    assert traveller.member == nia
    assert SocialAccount.objects.get().user == nia
    assert Member.objects.count() == 1


def test_untrusted_provider_never_joins(traveller, start, nia, board):
    start(trusted=False)
    traveller.write_question(board)
    page = traveller.travel()
    assert page.status_code == 200
    assert traveller.member is None
    assert not SocialAccount.objects.exists()
    assert Member.objects.count() == 1
    assert Draft.objects.get().posted_topic is None
    (letter,) = mail.outbox
    assert letter.to == [nia.email]
    assert "Ways to sign in" in letter.body
    assert CODE.search(letter.body) is None


@pytest.mark.parametrize("said", [False, None, "false", "true", 1, [True]], ids=repr)
def test_address_that_is_not_called_verified_never_joins(traveller, start, nia, said):
    start(saying(said))
    page = traveller.travel()
    assert page.status_code == 200
    assert traveller.member is None
    assert not SocialAccount.objects.exists()
    assert Member.objects.count() == 1


def test_page_does_not_tell_whether_an_address_is_known(start, nia):
    issuer = start(trusted=False)
    known = Traveller().travel()
    issuer.becomes(sub="subject-2", email="new@mail.example")
    unknown = Traveller().travel()

    def text(page) -> str:
        return re.sub(r'value="[^"]+"|ni[ae]w?@\S+|new@mail\S+', "", page.content.decode())

    assert known.redirect_chain == unknown.redirect_chain
    assert text(known) == text(unknown)


def test_changed_address_opens_the_same_account_and_takes_nothing(traveller, start, nia):
    issuer = start()
    issuer.becomes(email="first@mail.example")
    traveller.travel()
    mine = traveller.member
    traveller.post("/accounts/logout/")
    issuer.becomes(email=nia.email)
    traveller.travel()
    assert traveller.member == mine != nia
    mine.refresh_from_db()
    assert mine.email == "first@mail.example"
    assert list(EmailAddress.objects.values_list("email", "user")) == [
        (nia.email, nia.pk), ("first@mail.example", mine.pk),
    ]  # fmt: skip


def test_same_name_and_handle_are_not_the_same_person(traveller, start, nia):
    start().becomes(email="else@mail.example", name=nia.name, username=nia.handle)
    traveller.travel()
    assert traveller.member != nia


def test_person_who_proves_their_address_keeps_their_identity(traveller, start, board):
    start(trusted=False)
    traveller.write_question(board)
    page = traveller.travel()
    assert traveller.member is None
    traveller.post(page.request["PATH_INFO"], {"code": code_in(mail.outbox[-1])})
    assert traveller.member.email == "nia@mail.example"
    assert SocialAccount.objects.get().user == traveller.member
    assert Topic.objects.get().author == traveller.member


def test_joining_with_anothers_address_does_not_wait_for_its_owner(traveller, start):
    """Who joins with an address they cannot prove must not be let into what its owner makes of the account."""
    start(trusted=False)
    thief = traveller
    thief.travel()
    assert SocialAccount.objects.count() == 1
    owner = Client()
    sign_in_by_code(owner, "nia@mail.example")
    assert owner.session["_auth_user_id"]
    assert not SocialAccount.objects.exists()
    thief = Traveller()
    thief.travel()
    assert thief.member is None


def test_owner_at_a_trusted_provider_ends_what_a_stranger_began(start):
    issuer = start(trusted=False)
    Traveller().travel()
    issuer = start()
    issuer.becomes(sub="the-owner")
    owner = Traveller()
    owner.travel()
    assert owner.member.email == "nia@mail.example"
    assert [each.uid for each in SocialAccount.objects.all()] == ["the-owner"]


def test_member_adds_an_identity_by_signing_in_to_both(traveller, start, nia):
    start(trusted=False).becomes(email="work@company.example")
    sign_in_by_code(traveller, nia.email)
    page = traveller.travel("connect")
    assert page.status_code == 200
    assert SocialAccount.objects.get().user == nia
    traveller.post("/accounts/logout/")
    traveller.travel()
    assert traveller.member == nia
    assert not EmailAddress.objects.filter(email="work@company.example").exists()


def test_identity_of_somebody_else_cannot_be_added(traveller, start, nia):
    issuer = start()
    issuer.becomes(email="else@mail.example")
    other = Traveller()
    other.travel()
    sign_in_by_code(traveller, nia.email)
    page = traveller.travel("connect")
    assert page.status_code == 200
    assert SocialAccount.objects.get().user == other.member
    assert traveller.member == nia


def test_visitor_cannot_add_an_identity_to_anybody(traveller, start, nia):
    start(trusted=False)
    traveller.travel("connect")
    assert traveller.member is None
    assert not SocialAccount.objects.exists()
