"""A code read on another device: its mail leads to what was written on the first one."""

import re
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actions import claim_acts
from accounts.models import Claim, WaitingAct
from core.rules import NotAllowed
from forums import actions
from forums.models import Post, Topic
from tests.waiting import has_address, reply_form, sign_in_by_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def topic(member, board) -> Topic:
    return actions.open_topic(
        author=member, board=board, kind="question", title="Why does it drip?", source="It drips."
    )


@pytest.fixture
def laptop(topic, newcomer) -> Client:
    """Here the reply was written, and a code asked for."""
    client = Client()
    client.post(f"/topics/{topic.pk}/replies/", reply_form("Clean the canary valve."))
    has_address(newcomer)
    client.post("/accounts/login/code/", {"email": newcomer.email})
    return client


def link() -> str:
    return re.search(r"/claim/\S+", mail.outbox[-1].body)[0]


def code() -> str:
    return re.search(r"\n\n(\S{6,9})\n\n", mail.outbox[-1].body)[1]


def test_the_phone_posts_it_once_and_the_laptop_lands_on_it(laptop, newcomer, topic):
    address, typed = link(), code()
    phone = Client()
    page = phone.get(address)
    assert "Clean the canary valve." in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert Post.objects.count() == 1  # opening it did nothing
    assert phone.post(address)["Location"].startswith("/accounts/login/")
    landed = sign_in_by_code(phone, newcomer)
    post = topic.posts.get(number=2)
    assert (post.author, landed["Location"]) == (newcomer, post.get_absolute_url())
    assert laptop.get("/kept/").content.decode().count("See it in its place") == 1
    back = laptop.post("/accounts/login/code/confirm/", {"code": typed})
    assert back["Location"] == post.get_absolute_url()
    assert "from your other device" in laptop.get(back["Location"], follow=True).content.decode()
    assert topic.posts.count() == 2


def test_who_is_signed_in_on_the_phone_needs_one_press(laptop, newcomer, topic):
    address, phone = link(), Client()
    phone.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = phone.post(address)
    assert answer["Location"] == topic.posts.get(number=2).get_absolute_url()


def test_another_account_is_refused_and_nothing_is_lost(laptop, newcomer, outsider, topic):
    address, phone = link(), Client()
    phone.post(address)
    sign_in_by_code(phone, outsider)
    assert topic.posts.count() == 1
    assert "sent to another address" in phone.get("/", follow=True).content.decode()
    assert phone.post(address).status_code == 403
    assert laptop.post("/accounts/login/code/confirm/", {"code": code_of(newcomer)})
    assert topic.posts.get(number=2).author == newcomer


def code_of(member) -> str:
    to = [each for each in mail.outbox if each.to == [member.email]]
    return re.search(r"\n\n(\S{6,9})\n\n", to[-1].body)[1]


def test_an_unverified_address_is_nobodys_proof(laptop, newcomer, outsider, topic):
    outsider.emailaddress_set.create(email=newcomer.email.upper(), verified=False)
    with pytest.raises(NotAllowed):
        claim_acts(by=outsider, claim=Claim.objects.get())


def test_it_is_good_once_and_for_thirty_minutes(laptop, newcomer, topic):
    address, phone = link(), Client()
    phone.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    Claim.objects.update(created_at=timezone.now() - timedelta(minutes=31))
    assert phone.post(address).status_code in (403, 410)
    assert topic.posts.count() == 1
    Claim.objects.update(created_at=timezone.now())
    assert phone.post(address).status_code == 302
    assert phone.post(address).status_code == 410
    assert "posted already" in phone.get(address).content.decode()
    assert topic.posts.count() == 2


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "ImZvcmdlZCI:1tQ:AAAA"])
def test_a_forged_link_leads_nowhere(client, brand, token):
    page = client.get(f"/claim/{token}/")
    assert page.status_code == 200 and "had its day" in page.content.decode()
    assert client.post(f"/claim/{token}/").status_code == 410


def test_what_was_changed_after_the_mail_is_not_posted_by_it(laptop, newcomer, topic):
    """Whoever reads the mail confirms the words they were shown, not others put in their place."""
    address, phone = link(), Client()
    WaitingAct.objects.update(text="Something else", updated_at=timezone.now())
    phone.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert phone.post(address).status_code == 410
    assert topic.posts.count() == 1


def test_a_mail_without_anything_waiting_has_no_link(client, brand, newcomer):
    has_address(newcomer)
    client.post("/accounts/login/code/", {"email": newcomer.email})
    assert "/claim/" not in mail.outbox[-1].body


@pytest.mark.django_db(transaction=True)
def test_both_devices_at_once_post_once(laptop, newcomer, topic):
    claim, typed, phone = Claim.objects.get(), code(), Client()
    phone.force_login(newcomer, backend="allauth.account.auth_backends.AuthenticationBackend")
    address, gate = link(), threading.Barrier(2)

    def go(act):
        gate.wait()
        act()
        connection.close()

    acts = [
        lambda: phone.post(address),
        lambda: laptop.post("/accounts/login/code/confirm/", {"code": typed}),
    ]
    threads = [threading.Thread(target=go, args=[act]) for act in acts]
    [each.start() for each in threads]
    [each.join(20) for each in threads]
    assert claim.pk and topic.posts.count() == 2
