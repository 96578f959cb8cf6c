"""A member asks to be deleted, has 14 days to change their mind, and does or does not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions import (
    advance_deletions,
    cancel_deletion,
    delete_member,
    finish_deletion,
    request_deletion,
)
from accounts.models import Deletion, Member, RoleGrant
from accounts.privacy.deletion_mails import staying_path
from core.models import OutgoingMail
from core.rules import NotAllowed
from events.actions import deliver
from events.models import Delivery, Event

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(client, member, brand) -> Client:
    client.force_login(member, backend=BACKEND)
    return client


def in_days(days: float):
    return timezone.now() + timedelta(days=days)


def make_due(deletion: Deletion, days: float = 0) -> None:
    Deletion.objects.filter(pk=deletion.pk).update(due_at=in_days(days))


def test_page_asks_what_becomes_of_the_posts(signed_in, member):
    assert "Leave it, without my name" in signed_in.get("/me/privacy/deletion/").content.decode()
    assert signed_in.post("/me/privacy/deletion/", {}).status_code == 422
    assert not Deletion.objects.exists()


def test_asking_sets_the_day_and_writes_to_them(signed_in, member):
    signed_in.post("/me/privacy/deletion/", {"posts": "take"})
    deletion = Deletion.objects.get()
    assert deletion.takes_posts and deletion.is_waiting
    assert timedelta(days=13.9) < deletion.due_at - timezone.now() <= timedelta(days=14)
    letter = OutgoingMail.objects.get()
    assert letter.to == [member.email] and staying_path(deletion).split("/")[4][:20] in letter.text


def test_every_page_says_so(signed_in, member):
    request_deletion(member=member, takes_posts=False)
    page = signed_in.get("/support/").content.decode()
    assert "Your account is deleted on" in page and "Keep my account" in page


def test_one_click_keeps_the_account(signed_in, member):
    signed_in.post("/me/privacy/deletion/", {"posts": "leave"})
    signed_in.post("/me/privacy/deletion/cancellation/")
    deletion = Deletion.objects.get()
    assert deletion.cancelled_at and "Keep my account" not in signed_in.get("/me/").content.decode()
    make_due(deletion)
    assert advance_deletions() == 0
    assert Member.objects.get(pk=member.pk).is_active


def test_mail_leads_back_without_signing_in(member, brand):
    deletion = request_deletion(member=member, takes_posts=False)
    stranger = Client()
    page = stranger.get(staying_path(deletion))
    assert "Would you rather stay?" in page.content.decode()
    assert Deletion.objects.get().is_waiting  # opening it changes nothing
    stranger.post(staying_path(deletion))
    assert not Deletion.objects.get().is_waiting
    assert "Your account stays" in stranger.get(staying_path(deletion)).content.decode()


def test_forged_address_leads_nowhere(member, brand):
    assert Client().post("/me/privacy/deletion/1:forged/").status_code == 404


def test_asking_twice_changes_the_choice_and_not_the_day(member):
    first = request_deletion(member=member, takes_posts=False)
    second = request_deletion(member=member, takes_posts=True)
    assert (first.pk, first.due_at) == (second.pk, second.due_at) and second.takes_posts
    assert OutgoingMail.objects.count() == 1


def test_reminded_once_two_days_before(member):
    deletion = request_deletion(member=member, takes_posts=False)
    advance_deletions()
    assert OutgoingMail.objects.count() == 1
    make_due(deletion, 1.9)
    advance_deletions()
    advance_deletions()
    assert OutgoingMail.objects.count() == 2
    assert "In two days" in OutgoingMail.objects.order_by("pk").last().subject


def test_nothing_happens_a_moment_too_early(member):
    deletion = request_deletion(member=member, takes_posts=False)
    assert not delete_member(deletion_id=deletion.pk, now=in_days(13.99))
    assert Member.objects.get(pk=member.pk).is_active


def test_done_once(member):
    deletion = request_deletion(member=member, takes_posts=False)
    assert delete_member(deletion_id=deletion.pk, now=in_days(15))
    assert not delete_member(deletion_id=deletion.pk, now=in_days(15))
    assert not cancel_deletion(deletion=deletion)
    assert Event.objects.filter(kind="accounts.MemberDeleted").count() == 1


def test_traces_are_kept_until_every_app_has_swept(member):
    deletion = request_deletion(member=member, takes_posts=False)
    delete_member(deletion_id=deletion.pk, now=in_days(15))
    OutgoingMail.objects.all().delete()
    assert not finish_deletion(deletion_id=deletion.pk)
    assert Deletion.objects.get().traces["handles"] == ["member"]
    event = Event.objects.get(kind="accounts.MemberDeleted")
    deliver(event_id=event.pk)
    Delivery.objects.filter(subscriber="forums.forget_handle").update(
        finished_at=None, parked_at=timezone.now()
    )
    assert not finish_deletion(deletion_id=deletion.pk)
    Delivery.objects.update(finished_at=timezone.now(), parked_at=None)
    assert finish_deletion(deletion_id=deletion.pk)
    assert Deletion.objects.get().traces == {}


def test_last_administrator_names_another_first(client, administrator, manager, brand):
    client.force_login(administrator, backend=BACKEND)
    assert "You are the only administrator" in client.get("/me/privacy/deletion/").content.decode()
    with pytest.raises(NotAllowed):
        request_deletion(member=administrator, takes_posts=False)
    assert client.post("/me/privacy/deletion/", {"posts": "leave"}).status_code == 403
    RoleGrant.objects.create(member=manager, role="administrator")
    deletion = request_deletion(member=administrator, takes_posts=False)
    RoleGrant.objects.filter(member=manager).delete()  # and then the other one goes first
    assert not delete_member(deletion_id=deletion.pk, now=in_days(15))
    deletion.refresh_from_db()
    assert deletion.is_waiting and deletion.due_at > in_days(15.5)


def test_somebody_with_the_tombstones_handle_stops_nothing(member, outsider):
    Member.objects.filter(pk=outsider.pk).update(handle=f"Former-Member-{member.pk}")
    deletion = request_deletion(member=member, takes_posts=False)
    assert delete_member(deletion_id=deletion.pk, now=in_days(15))
    assert Member.objects.get(pk=member.pk).handle == f"former-member-{member.pk}-2"


def test_asking_wants_a_fresh_sign_in(signed_in, member):
    session = signed_in.session
    session.pop("signed_in_at", None)
    session.pop("account_authentication_methods", None)
    session.save()
    signed_in.post("/me/privacy/deletion/", {"posts": "leave"})
    assert not Deletion.objects.exists()


def test_visitor_is_sent_to_sign_in(client, brand):
    assert client.get("/me/privacy/deletion/").status_code == 302
    assert mail.outbox == []
