"""A suspended member reads and writes nothing, everywhere; they are told why, and keep what is theirs."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Browser, Member
from accounts.standing.suspension import is_still_open
from core.models import OutgoingMail
from core.rules import NotAllowed
from forums.actions import save_draft
from forums.models import Post, Topic
from governance.rules import may_vote
from moderation.actions import lift_suspension, suspend_member
from moderation.models import Suspension
from tests.accounts.admitting import sign_in
from tests.cast import make_member
from tests.world import World, addresses, signed_in, url_names, with_browser, world  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(600)]


def suspend(member: Member, by: Member, days: int | None = 7) -> Suspension:
    held = suspend_member(by=by, member=member, reason="Adverts, again.", days=days)
    member.refresh_from_db()
    return held


def test_every_write_is_refused_but_those_of_the_list(world: World):  # noqa: F811
    suspend(world.member, world.manager)
    client, through, asked = signed_in(world.member), [], 0
    for name in url_names():
        for address in addresses(world, name):
            if is_still_open(name, address):
                continue
            for method in ("post", "put", "patch", "delete"):
                with transaction.atomic():
                    answer = getattr(client, method)(address)
                    transaction.set_rollback(True)
                asked += 1
                if answer.status_code != 403 or "Adverts, again." not in answer.content.decode():
                    through.append((method, address, answer.status_code))
    assert through == []
    assert asked > 300


def test_they_read_as_before_and_see_why(world: World):  # noqa: F811
    suspend(world.member, world.manager)
    client = signed_in(world.member)
    for address in ("/", f"/t/{world.topic.pk}/{world.topic.slug}/", "/inbox/", "/me/privacy/"):
        page = client.get(address)
        assert page.status_code == 200
        assert "Adverts, again." in page.content.decode()
    own = client.get("/me/suspension/").content.decode()
    assert "If you disagree" in own
    assert "/support/" in own


def test_they_keep_their_account_and_can_object(member, manager, brand):
    suspend(member, manager)
    client = signed_in(member)
    consent = client.post("/me/privacy/consents/", {"purpose": "analytics"})
    assert consent.status_code == 302
    assert client.post("/support/answers/", {}).status_code != 403
    assert client.post("/accounts/logout/").status_code == 302


def test_they_are_written_to_whatever_they_chose(member, manager):
    suspend(member, manager)
    letter = OutgoingMail.objects.get(to=[member.email])
    assert "Adverts, again." in letter.text
    assert "/me/suspension/" in letter.text


def test_it_runs_out_by_the_clock(member, manager, board):
    suspend(member, manager)
    Member.objects.filter(pk=member.pk).update(suspended_until=timezone.now())
    Suspension.objects.update(until=timezone.now())
    assert ask(signed_in(member), board).status_code == 302
    assert Topic.objects.count() == 1
    assert not Suspension.objects.in_force().exists()


def test_without_an_end_it_holds_until_it_is_lifted(member, manager, board):
    held = suspend(member, manager, days=None)
    assert ask(signed_in(member), board).status_code == 403
    lift_suspension(by=manager, suspension=held)
    assert ask(signed_in(member), board).status_code == 302
    assert OutgoingMail.objects.filter(to=[member.email]).count() == 2


def test_a_new_one_ends_the_old(member, manager):
    first = suspend(member, manager, days=30)
    suspend(member, manager, days=1)
    first.refresh_from_db()
    assert first.lifted_at is not None
    assert member.suspended_until < timezone.now() + timedelta(days=2)


def test_what_they_wrote_as_a_visitor_goes_on_waiting(member, manager, board, client):
    """The way round: write as a visitor, then sign in."""
    browser = Browser.objects.create()
    save_draft(
        viewer=AnonymousUser(), browser_id=browser.pk, key=uuid.uuid4(), board=board,
        kind="question", title="Why does it drip", source="It drips.", is_ready=True,
    )  # fmt: skip
    with_browser(client, browser)
    held = suspend(member, manager)
    assert sign_in(client, member)
    assert not Post.objects.exists()
    client.logout()
    lift_suspension(by=manager, suspension=held)
    with_browser(client, browser)
    assert sign_in(client, member)
    assert Post.objects.count() == 1


def test_they_vote_where_they_were_on_the_roll_before(world: World):  # noqa: F811
    assert may_vote(world.member, world.proposal)
    suspend(world.member, world.manager)
    assert may_vote(world.member, world.proposal)


def test_nobody_suspends_upwards_or_themselves(member, manager, administrator, agent):
    for by, whom in [
        (manager, manager), (manager, agent), (manager, administrator), (administrator, administrator),
        (member, agent), (agent, member), (administrator, make_member("chief", role="administrator")),
    ]:  # fmt: skip
        with pytest.raises(NotAllowed):
            suspend_member(by=by, member=whom, reason="No.", days=1)
    assert suspend_member(by=administrator, member=agent, reason="Yes.", days=1)


def test_a_page_suspends_and_lifts(member, manager, brand):
    client = signed_in(manager)
    address = f"/moderation/members/{member.handle}/suspension/"
    assert client.post(address, {"days": "7"}).status_code == 422
    assert client.post(address, {"days": "7", "reason": "Adverts"}).status_code == 302
    assert "Adverts" in client.get("/moderation/suspensions/").content.decode()
    client.post(address, {"lift": "1"})
    member.refresh_from_db()
    assert not member.is_suspended


def ask(client: Client, board):
    return client.post(
        "/ask/",
        {
            "key": str(uuid.uuid4()), "title": "Why does it drip", "source": "It drips.",
            "board": board.pk, "kind": "question",
        },
    )  # fmt: skip
