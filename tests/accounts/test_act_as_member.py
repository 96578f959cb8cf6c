"""An administrator acts as a member: announced, recorded, for half an hour, and kept from what is the member's alone."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.acting import start_acting
from accounts.administration.acting import ACTING, is_refused
from accounts.models import ActingRequest, ActingSession, Member, Role, RoleGrant
from accounts.security.reauthentication import SIGNED_IN_AT
from core.models import OutgoingMail
from core.rules import NotAllowed
from forums.models import Post
from tests.cast import make_member
from tests.world import World, addresses, signed_in, url_names, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(600)]


def begin(administrator: Member, member: Member) -> Client:
    client = signed_in(administrator)
    answer = client.post(
        f"/studio/people/{member.handle}/acting/", {"reason": "Their inbox fails."}
    )
    assert answer.status_code == 302
    return client


def seen_as(client: Client) -> str:
    page = client.get("/").content.decode()
    return re.search(r'class="menu-head">([^<]+)<', page)[1].lower()


def test_they_see_what_the_member_sees_and_the_banner(administrator, member, brand):
    client = begin(administrator, member)
    page = client.get("/")
    assert "You act as Member" in page.content.decode()
    assert client.get("/studio/people/").status_code == 403
    assert seen_as(client) == "member"


def test_ending_restores(administrator, member, brand):
    client = begin(administrator, member)
    assert client.post("/acting/end/").status_code == 302
    page = client.get("/studio/people/")
    assert page.status_code == 200
    assert "You act as" not in page.content.decode()
    assert ActingSession.objects.get().ended_at is not None


def test_the_session_stays_the_administrators(administrator, member, brand):
    client = begin(administrator, member)
    key = client.session.session_key
    client.get("/")
    client.session.save()
    assert client.session["_auth_user_id"] == str(administrator.pk)
    assert client.session.session_key == key
    assert not UserSession.objects.filter(user=member).exists()


def test_the_member_is_told_and_can_read_it(administrator, member, board, brand):
    client = begin(administrator, member)
    address = reverse("text:preview")
    client.post(address, {"source": "hello"})
    letter = OutgoingMail.objects.get(to=[member.email])
    assert "Administrator" in letter.text
    assert "Their inbox fails." in letter.text
    own = signed_in(member).get("/me/acted-as/").content.decode()
    assert "Their inbox fails." in own
    assert address in own


def test_every_address_is_shut_but_those_of_the_list(world: World):  # noqa: F811
    client, through = begin(world.administrator, world.member), []
    number = client.session[ACTING]
    for name in url_names():
        for address in addresses(world, name):
            for method in ("get", "post", "put", "delete"):
                if name in ("accounts:acting_end", "account_logout"):
                    continue
                if not is_refused(name, address, method.upper()):
                    continue
                with transaction.atomic():
                    answer = getattr(client, method)(address)
                    transaction.set_rollback(True)
                if (
                    answer.status_code != 403
                    or "this stays with them" not in answer.content.decode()
                ):
                    through.append((method, address, answer.status_code))
    assert through == []
    assert client.session[ACTING] == number


@pytest.mark.parametrize(
    ("route", "path", "method"),
    [
        ("governance:ballot", "/proposals/1/ballot/", "POST"),
        ("governance:receipt_check", "/proposals/1/receipts/", "POST"),
        ("accounts:privacy", "/me/privacy/", "GET"),
        ("accounts:consent", "/consent/", "POST"),
        ("accounts:security", "/me/security/", "GET"),
        ("account_email", "/accounts/email/", "GET"),
        ("account_change_password", "/accounts/password/change/", "POST"),
        ("mfa_index", "/accounts/2fa/", "GET"),
        ("forums:post_deletion", "/posts/1/deletion/", "POST"),
        ("support:send", "/support/1/send/", "POST"),
        ("support:case", "/support/cases/1/", "GET"),
        ("spaces:roles", "/studio/roles/", "POST"),
        ("something:new", "/new/", "POST"),
    ],
)
def test_shut(route, path, method):
    assert is_refused(route, path, method)


def test_what_is_done_is_the_members_and_written_down(world: World):  # noqa: F811
    client = begin(world.administrator, world.outsider)
    rows = ActingRequest.objects.filter(refused=False)
    address = addresses(world, "forums:reply")[0]
    answer = client.post(
        address, {"source": "From them.", "key": "9" * 8 + "-1234-4234-8234-" + "9" * 12}
    )
    assert answer.status_code == 302, answer.content
    assert Post.objects.filter(author=world.outsider, source="From them.").exists()
    assert rows.filter(route="forums:reply", path=address).exists()


def test_refused_tries_are_written_down_too(world: World):  # noqa: F811
    client = begin(world.administrator, world.member)
    client.post(addresses(world, "governance:ballot")[0], {"choice": "yes"})
    assert ActingRequest.objects.get().refused


def test_after_half_an_hour_nothing_is_sent_as_anybody(administrator, member, board, brand):
    client = begin(administrator, member)
    ActingSession.objects.update(ends_at=timezone.now())
    answer = client.post("/ask/", {"title": "As whom?"})
    assert answer.status_code == 302
    assert answer["Location"] == "/"
    assert not Post.objects.exists()
    assert seen_as(client) == "administrator"


def test_half_an_hour_at_most(administrator, member):
    session = start_acting(by=administrator, member=member, reason="To see.")
    assert session.ends_at - timezone.now() <= timedelta(minutes=30)


def test_it_ends_with_the_role(administrator, member, brand):
    client = begin(administrator, member)
    RoleGrant.objects.filter(member=administrator).update(withdrawn_at=timezone.now())
    assert seen_as(client) == "administrator"


def test_signing_out_ends_it(administrator, member, brand):
    client = begin(administrator, member)
    assert client.post("/accounts/logout/").status_code == 302
    assert ActingSession.objects.get().ended_at is not None
    assert client.get("/me/").status_code == 302


def test_the_mark_in_another_session_opens_nothing(administrator, member, outsider, brand):
    """Somebody who could write the number into their session is still not the one who began it."""
    begin(administrator, member)
    other = signed_in(outsider)
    session = other.session
    session[ACTING] = ActingSession.objects.get().pk
    session.save()
    assert seen_as(other) == "outsider"


def test_not_without_a_fresh_sign_in(administrator, member, brand):
    client = signed_in(administrator)
    session = client.session
    session[SIGNED_IN_AT] = 0
    session.save()
    answer = client.post(f"/studio/people/{member.handle}/acting/", {"reason": "To see."})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate")
    assert not ActingSession.objects.exists()


def test_not_without_a_reason(administrator, member, brand):
    client = signed_in(administrator)
    assert client.post(f"/studio/people/{member.handle}/acting/").status_code == 422


def test_not_as_staff_and_not_as_oneself(administrator, manager, agent, executive, member):
    chief = make_member("chief", role=Role.ADMINISTRATOR)
    for whom in (administrator, manager, agent, executive, chief):
        with pytest.raises(NotAllowed):
            start_acting(by=administrator, member=whom, reason="To see.")
    for by in (manager, executive, member):
        with pytest.raises(NotAllowed):
            start_acting(by=by, member=make_member(f"other-{by.pk}"), reason="To see.")


def test_the_database_wants_a_reason_and_two_people(administrator, member):
    later = timezone.now()
    for fields in ({"reason": ""}, {"reason": "x", "member": administrator}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ActingSession.objects.create(
                **{"by": administrator, "member": member, "ends_at": later} | fields
            )


def test_pages_of_others_ask_no_more_for_it(member, brand, django_assert_max_num_queries):
    client = signed_in(member)
    client.get("/me/")
    with django_assert_max_num_queries(8):
        client.get("/me/acted-as/")
