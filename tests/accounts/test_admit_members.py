"""Who is let in: approval, invitations and domains, for every way of signing up, and for the hostile ones."""

import re
import threading
import uuid

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
from django.db import close_old_connections, connections
from django.test import Client
from django.urls import resolve, reverse

from accounts.actions import decide_admission, invite, settle_admission
from accounts.actions.admission import Outcome
from accounts.entering.domains import bare, is_listed
from accounts.entering.entrance import forget_entrance
from accounts.entering.linking import LinkingRules
from accounts.models import (
    AdmissionRequest,
    Browser,
    Entrance,
    InvitationUse,
    Member,
    Role,
    RoleGrant,
)
from core.models import OutgoingMail
from core.rules import NotAllowed
from events.models import Event
from forums.actions import save_draft
from forums.models import Topic
from spaces.models import Membership
from tests.world import deliver_all, with_browser

pytestmark = pytest.mark.django_db


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
