"""Who is let in with somebody's consent: for every way of signing up, and for the hostile ones."""

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from accounts.actions import decide_admission
from accounts.models import AdmissionRequest, Browser, Member
from core.rules import NotAllowed
from forums.actions import save_draft
from forums.models import Topic
from tests.accounts.admitting import (
    by_provider,
    company,  # noqa: F401
    is_in,
    latest_code,
    mail_to,
    set_entrance,
    sign_in,
    sign_up,
)
from tests.world import with_browser

pytestmark = pytest.mark.django_db


class TestApproval:
    @pytest.fixture(autouse=True)
    def approval(self, brand):
        set_entrance(admission="approval")

    def test_who_signs_up_waits_and_is_told_so(self, client):
        answer = sign_up(client, "new@mail.example")
        assert answer["Location"] == reverse("accounts:waiting")
        assert "An administrator looks at" in client.get(answer["Location"]).content.decode()
        assert not is_in(client)
        member = Member.objects.get(email="new@mail.example")
        assert member.is_waiting
        assert member not in Member.objects.active()
        assert client.get(f"/m/{member.handle}/").status_code == 404

    def test_who_proved_nothing_is_not_in_the_queue(self, client):
        client.post("/accounts/signup/", {"email": "new@mail.example"})
        assert Member.objects.get(email="new@mail.example").is_waiting
        assert not AdmissionRequest.objects.waiting().exists()

    def test_waiting_people_stay_out_by_every_later_way(self, client):
        sign_up(client, "new@mail.example")
        other = Client()
        answer = other.post("/accounts/login/code/", {"email": "new@mail.example"})
        answer = other.post(answer["Location"], {"code": latest_code()})
        assert answer["Location"] == reverse("accounts:waiting")
        assert not is_in(other)
        member = Member.objects.get(email="new@mail.example")
        member.set_password("a long pass phrase")
        member.save()
        third = Client()
        answer = third.post(
            "/accounts/login/", {"login": member.email, "password": "a long pass phrase"}
        )
        if answer["Location"] == "/accounts/login/code/confirm/":
            answer = third.post(answer["Location"], {"code": latest_code()})
        assert answer["Location"] == reverse("accounts:waiting")
        assert not is_in(third)

    def test_somebody_from_a_provider_waits_too(self, client, rf):
        answer = by_provider(rf, "ada@mail.example", verified=True)
        assert answer["Location"] == reverse("accounts:waiting")
        assert Member.objects.get(email="ada@mail.example").is_waiting
        assert AdmissionRequest.objects.waiting().count() == 1

    def test_let_in_by_an_administrator(self, client, administrator):
        sign_up(client, "new@mail.example")
        member = Member.objects.get(email="new@mail.example")
        desk = Client()
        desk.force_login(administrator)
        assert (
            "new@mail.example" in desk.get(reverse("accounts:admission_requests")).content.decode()
        )
        desk.post(
            reverse("accounts:admission_requests"),
            {"members": [member.pk], "decision": "accept"},
        )
        member.refresh_from_db()
        assert not member.is_waiting
        assert member.admission.decided_by == administrator
        assert "let you in" in mail_to(member).text
        assert sign_in(client, member) and is_in(client)

    def test_refused_people_cannot_sign_in(self, client, administrator):
        sign_up(client, "new@mail.example")
        member = Member.objects.get(email="new@mail.example")
        decide_admission(
            by=administrator, member_ids=[member.pk], accepted=False, reason="No advertisers."
        )
        assert "No advertisers." in mail_to(member).text
        member.refresh_from_db()
        assert not member.is_active
        assert not sign_in(client, member)
        assert not is_in(client)

    def test_refused_by_mistake_can_be_let_in(self, client, administrator):
        sign_up(client, "new@mail.example")
        member = Member.objects.get(email="new@mail.example")
        decide_admission(by=administrator, member_ids=[member.pk], accepted=False)
        assert decide_admission(by=administrator, member_ids=[member.pk], accepted=True) == 1
        assert sign_in(client, Member.objects.get(pk=member.pk))

    def test_others_decide_nothing(self, client, manager, member):
        sign_up(client, "new@mail.example")
        waiting = Member.objects.get(email="new@mail.example")
        for other in (manager, member):
            with pytest.raises(NotAllowed):
                decide_admission(by=other, member_ids=[waiting.pk], accepted=True)

    def test_deciding_touches_nobody_who_does_not_wait(self, administrator, member):
        ids = [member.pk]
        assert decide_admission(by=administrator, member_ids=ids, accepted=False) == 0
        member.refresh_from_db()
        assert member.is_active

    def test_members_of_before_sign_in_as_always(self, client, member):
        assert sign_in(client, member)

    def test_what_they_wrote_is_posted_when_they_come_in(self, client, administrator, board):
        browser = Browser.objects.create()
        save_draft(
            viewer=AnonymousUser(), browser_id=browser.pk, key=uuid.uuid4(), board=board,
            kind="question", title="Why does it drip", source="It drips.", is_ready=True,
        )  # fmt: skip
        with_browser(client, browser)
        sign_up(client, "new@mail.example")
        assert not Topic.objects.exists()
        member = Member.objects.get(email="new@mail.example")
        decide_admission(by=administrator, member_ids=[member.pk], accepted=True)
        assert sign_in(client, member)
        assert Topic.objects.get().author == member
