"""Who is let in by invitation alone: once each, whoever comes at once, and by nobody's guess."""

import threading

import pytest
from allauth.account.models import EmailAddress
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import reverse

from accounts.actions import invite, settle_admission
from accounts.actions.admission import Outcome
from accounts.models import InvitationUse, Member, Role, RoleGrant
from core.rules import NotAllowed
from events.models import Event
from spaces.models import Membership
from tests.accounts.admitting import (
    by_provider,
    company,  # noqa: F401
    is_in,
    latest_code,
    set_entrance,
    sign_in,
    sign_up,
)
from tests.world import deliver_all

pytestmark = pytest.mark.django_db


class TestInvitationOnly:
    @pytest.fixture(autouse=True)
    def invitation_only(self, brand):
        set_entrance(admission="invitation")

    def test_strangers_read_a_kind_page(self, client):
        page = client.get("/accounts/signup/").content.decode()
        assert "joined by invitation" in page
        sign_up(client, "new@mail.example")
        assert not Member.objects.filter(email="new@mail.example").exists()

    def test_strangers_from_a_provider_too(self, rf):
        answer = by_provider(rf, "ada@mail.example", verified=True)
        assert "joined by invitation" in answer.content.decode()
        assert not Member.objects.filter(email="ada@mail.example").exists()

    def test_members_sign_in(self, client, member):
        assert sign_in(client, member) and is_in(client)

    def test_a_link_lets_in(self, client, administrator, private_space):
        _invitation, token = invite(by=administrator, space_id=private_space.pk)
        page = client.get(reverse("accounts:invitation", args=[token]))
        assert "Administrator" in page.content.decode()
        assert private_space.name in page.content.decode()
        client.post(reverse("accounts:invitation", args=[token]))
        sign_up(client, "new@mail.example")
        assert is_in(client)
        deliver_all()
        newcomer = Member.objects.get(email="new@mail.example")
        assert Membership.objects.filter(space=private_space, member=newcomer).exists()
        # Used up: nobody else comes by it.
        assert client.get(reverse("accounts:invitation", args=[token])).status_code == 404
        other = Client()
        other.post(reverse("accounts:invitation", args=[token]))
        sign_up(other, "second@mail.example")
        assert not Member.objects.filter(email="second@mail.example").exists()

    def test_looking_at_a_link_uses_up_nothing(self, client, administrator):
        invitation, token = invite(by=administrator)
        for _ in range(3):
            client.get(reverse("accounts:invitation", args=[token]))
        invitation.refresh_from_db()
        assert invitation.used == 0
        assert "joined by invitation" in client.get("/accounts/signup/").content.decode()

    def test_one_to_an_address_is_for_that_address(self, client, administrator):
        _invitation, token = invite(by=administrator, email="Ada@Mail.example")
        client.post(reverse("accounts:invitation", args=[token]))
        answer = client.post("/accounts/signup/", {"email": "mallory@mail.example"})
        words = answer.content.decode()
        assert "written to another address" in words
        assert "ada@mail.example" not in words.lower()
        sign_up(client, "ada@mail.example")
        assert is_in(client)

    def test_a_provider_that_proved_nothing_does_not_use_it(self, rf, administrator):
        invitation, _token = invite(by=administrator, email="ada@mail.example")
        by_provider(rf, "ada@mail.example", verified=False, invitation=invitation.pk)
        invitation.refresh_from_db()
        assert invitation.used == 0
        assert Member.objects.get(email="ada@mail.example").is_waiting

    def test_an_identity_of_another_address_is_sent_away(self, rf, administrator):
        invitation, _token = invite(by=administrator, email="ada@mail.example")
        answer = by_provider(rf, "m@mail.example", verified=True, invitation=invitation.pk)
        assert answer.status_code == 403
        assert not Member.objects.filter(email="m@mail.example").exists()

    def test_taken_back_between_press_and_sign_up(self, client, administrator):
        invitation, token = invite(by=administrator)
        client.post(reverse("accounts:invitation", args=[token]))
        answer = client.post("/accounts/signup/", {"email": "new@mail.example"})
        invitation.revoked_at = invitation.created_at
        invitation.save()
        answer = client.post(answer["Location"], {"code": latest_code()})
        assert answer["Location"] == reverse("accounts:waiting")
        assert "no longer holds" in client.get(answer["Location"]).content.decode()
        assert not is_in(client)

    def test_run_out(self, client, administrator):
        invitation, token = invite(by=administrator)
        invitation.expires_at = invitation.created_at
        invitation.save()
        assert client.get(reverse("accounts:invitation", args=[token])).status_code == 404

    def test_a_role_travels_with_one_address_alone(self, client, administrator, manager):
        with pytest.raises(NotAllowed):
            invite(by=administrator, role=Role.MANAGER)
        with pytest.raises(NotAllowed):
            invite(by=manager, role=Role.MANAGER, email="ada@mail.example")
        _invitation, token = invite(by=administrator, role=Role.MANAGER, email="ada@mail.example")
        client.post(reverse("accounts:invitation", args=[token]))
        sign_up(client, "ada@mail.example")
        assert Member.objects.get(email="ada@mail.example").has_role(Role.MANAGER)

    def test_a_promise_of_a_role_ends_with_the_giver(self, client, administrator):
        _invitation, token = invite(by=administrator, role=Role.MANAGER, email="ada@mail.example")
        RoleGrant.objects.filter(member=administrator).delete()
        client.post(reverse("accounts:invitation", args=[token]))
        sign_up(client, "ada@mail.example")
        assert is_in(client)
        assert not Member.objects.get(email="ada@mail.example").roles

    def test_members_do_not_invite(self, member):
        with pytest.raises(NotAllowed):
            invite(by=member)

    def test_no_token_is_kept(self, administrator):
        invitation, token = invite(by=administrator, email="ada@mail.example", by_mail=False)
        kept = str(list(type(invitation).objects.values())) + str(list(Event.objects.values()))
        assert token not in kept


@pytest.mark.django_db(transaction=True)
def test_ten_at_once_use_one_invitation_once(administrator, brand):
    set_entrance(admission="invitation")
    invitation, _token = invite(by=administrator)
    people = []
    for n in range(10):
        person = Member.objects.create(
            handle=f"p{n}", name=f"P {n}", email=f"p{n}@mail.example", is_waiting=True
        )
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        people.append(person)
    found: list[Outcome] = []
    start = threading.Barrier(10)

    def come(person: Member) -> None:
        start.wait()
        try:
            found.append(settle_admission(member=person, invitation_id=invitation.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=come, args=[person]) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    close_old_connections()
    assert sorted(found) == [Outcome.ADMITTED] + [Outcome.INVITATION] * 9
    assert InvitationUse.objects.count() == 1
    assert Member.objects.filter(is_waiting=False, handle__startswith="p").count() == 1
