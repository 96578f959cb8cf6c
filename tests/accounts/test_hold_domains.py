"""Addresses are held to the company's domains as they are proved, whatever way they come."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.entering.domains import bare, is_listed
from accounts.models import Entrance, Member
from tests.accounts.admitting import (
    by_provider,
    company,  # noqa: F401
    is_in,
    latest_code,
    set_entrance,
    sign_in,
    sign_up,
)

pytestmark = pytest.mark.django_db


class TestDomains:
    @pytest.fixture(autouse=True)
    def domains(self, brand):
        set_entrance(email_domains=["fennimore.example", "xn--mnchen-3ya.example"])

    @pytest.mark.parametrize(
        "address",
        ["a@fennimore.example", "a@FENNIMORE.example", "a@lab.fennimore.example", "a@münchen.example", "a@fennimore.example."],
    )  # fmt: skip
    def test_listed(self, address):
        assert is_listed(address, Entrance.objects.get().email_domains)

    @pytest.mark.parametrize(
        "address",
        [
            "a@mail.example", "a@notfennimore.example", "a@fennimore.example.evil.example", "a@example",
            "fennimore.example", "a@fennimore.example@evil.example", "a@", "", "a@fеnnimore.example",
        ],
    )  # fmt: skip
    def test_not_listed(self, address):
        assert not is_listed(address, Entrance.objects.get().email_domains)

    def test_strangers_are_told_which(self, client):
        answer = client.post("/accounts/signup/", {"email": "new@mail.example"})
        assert "fennimore.example" in answer.content.decode()
        assert not Member.objects.exists()

    def test_the_answer_tells_nothing_of_who_is_here(self, client, member):
        known = client.post("/accounts/signup/", {"email": member.email}).content.decode()
        other = client.post("/accounts/signup/", {"email": "other@mail.example"}).content.decode()
        assert known.replace(member.email, "").count("fennimore") == other.count("fennimore")

    def test_colleagues_come_in(self, client):
        sign_up(client, "Ada@Fennimore.example")
        assert is_in(client)

    def test_an_identity_of_elsewhere_is_sent_away(self, rf):
        answer = by_provider(rf, "ada@mail.example", verified=True)
        assert answer.status_code == 403
        assert "fennimore.example" in answer.content.decode()
        assert not Member.objects.exists()

    def test_an_unproved_claim_of_a_listed_address_opens_nothing(self, rf):
        by_provider(rf, "ceo@fennimore.example", verified=False)
        assert Member.objects.get().is_waiting

    def test_a_second_address_is_held_to_them_too(self, client, member):
        sign_in(client, member)
        answer = client.post(
            "/accounts/email/", {"action_add": "", "email": "private@mail.example"}
        )
        assert "fennimore.example" in answer.content.decode()
        assert not EmailAddress.objects.filter(email="private@mail.example").exists()

    def test_members_of_before_sign_in_and_reset_as_always(self, client, member):
        assert sign_in(client, member)
        answer = Client().post("/accounts/password/reset/", {"email": member.email})
        assert answer.status_code == 302

    def test_changed_before_the_proof(self, client):
        answer = client.post("/accounts/signup/", {"email": "a@fennimore.example"})
        set_entrance(email_domains=["other.example"])
        answer = client.post(answer["Location"], {"code": latest_code()})
        assert answer["Location"] == reverse("accounts:waiting")
        assert "other.example" in client.get(answer["Location"]).content.decode()
        assert not is_in(client)


def test_domains_are_kept_as_they_travel(client, administrator):
    client.force_login(administrator)
    client.post(
        reverse("accounts:admission"),
        {"admission": "open", "email_domains": "@Fennimore.Example\nmünchen.example"},
    )
    assert Entrance.objects.get().email_domains == ["fennimore.example", "xn--mnchen-3ya.example"]
    answer = client.post(
        reverse("accounts:admission"), {"admission": "open", "email_domains": "not a/domain"}
    )
    assert answer.status_code == 422
    assert bare("b\0d.example") == ""
