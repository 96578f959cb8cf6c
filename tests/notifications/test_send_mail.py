"""Mail when they have left: once, in time, nothing they may not see, and an easy way out."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from core.live import presence
from core.models import OutgoingMail
from forums.actions import delete_post, hide_post
from notifications import unsubscribing
from notifications.actions import mark_read, send_due_mail
from notifications.actions.mail_due import LETTERS_AN_HOUR
from notifications.letters import MOST_LINES
from notifications.models import MailPreference, Notification
from notifications.unsubscribing import unsubscribe_url
from spaces.models import Membership

pytestmark = pytest.mark.django_db


def mails() -> list[OutgoingMail]:
    return list(OutgoingMail.objects.order_by("pk"))


def later(**delta) -> None:
    """As if that much time had passed since everything so far."""
    for row in Notification.objects.all():
        row.mail_due_at = row.mail_due_at and row.mail_due_at - timedelta(**delta)
        row.mailed_at = row.mailed_at and row.mailed_at - timedelta(**delta)
        row.save()


def test_who_is_away_gets_mail_at_once_and_once(member, outsider, board, ask, answer, settings):
    settings.SITE_URL = "https://community.example"
    post = answer(outsider, ask(member, board, "Grinder stalls"), "Try a **coarser** setting.")
    assert send_due_mail() == 1
    assert send_due_mail() == 0
    (mail,) = mails()
    assert mail.to == ["member@mail.example"]
    assert mail.subject == "Outsider replied: Grinder stalls"
    for body in (mail.text, mail.html):
        assert "Try a coarser setting." in body
        assert f"https://community.example/p/{post.pk}/" in body
        assert "https://community.example/unsubscribe/" in body
        assert "Fennimore" in body
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].startswith("<https://community.example/unsubscribe/")


def test_who_is_here_gets_none_if_they_read_it_in_time(member, outsider, board, ask, answer):
    presence.note(member.pk, "a page")
    answer(outsider, ask(member, board))
    later(seconds=290)
    assert send_due_mail() == 0
    later(seconds=20)
    row = Notification.objects.get()
    mark_read(member=member, notification=row)
    assert send_due_mail() == 0


def test_who_is_here_and_does_not_look_gets_it_after_five_minutes(
    member, outsider, board, ask, answer
):
    presence.note(member.pk, "a page")
    answer(outsider, ask(member, board))
    assert send_due_mail() == 0
    later(seconds=301)
    assert send_due_mail() == 1


@pytest.mark.parametrize(
    "way", ["hidden", "deleted", "space left", "inactive", "no mail wanted", "no address"]
)
def test_checked_again_when_sent(
    insider, outsider, manager, private_board, private_space, ask, answer, way
):
    Membership.objects.create(space=private_space, member=outsider)
    post = answer(outsider, ask(insider, private_board), "Quicksilver")
    if way == "hidden":
        hide_post(by=manager, post=post, reason="Spam")
    elif way == "deleted":
        delete_post(by=outsider, post=post)
    elif way == "space left":
        Membership.objects.filter(member=insider).delete()
    elif way == "no mail wanted":
        MailPreference.objects.create(member=insider, wants_mail=False)
    elif way == "no address":
        type(insider).objects.filter(pk=insider.pk).update(email="")
    else:
        type(insider).objects.filter(pk=insider.pk).update(is_active=False)
    assert send_due_mail() == 0
    assert mails() == []
    assert not Notification.objects.due(timezone.now()).exists()


def test_much_at_once_is_one_letter(member, outsider, board, ask, answer):
    topic = ask(member, board)
    for number in range(MOST_LINES + 5):
        answer(outsider, topic, f"Answer {number}")
    assert send_due_mail() == 1
    (mail,) = mails()
    assert mail.subject == "15 new things at Fennimore"
    assert mail.text.count("Outsider replied") == MOST_LINES
    assert "and 5 more in your inbox" in mail.text
    assert send_due_mail() == 0


def test_letters_an_hour_are_capped_and_the_rest_comes_together(
    member, outsider, board, ask, answer
):
    topic = ask(member, board)
    for number in range(LETTERS_AN_HOUR + 3):
        answer(outsider, topic, f"Answer {number}")
        send_due_mail()
    assert len(mails()) == LETTERS_AN_HOUR
    later(minutes=61)
    assert send_due_mail() == 1
    assert mails()[-1].subject == "3 new things at Fennimore"


def test_hostile_words_break_out_of_nothing(member, outsider, board, ask, answer):
    outsider.name = "Eve\nBcc: all@mail.example"
    outsider.save()
    answer(outsider, ask(member, board, "<b>x</b>\r\nX-Evil: 1"), "<script>alert(1)</script>")
    assert send_due_mail() == 1
    (mail,) = mails()
    assert "\n" not in mail.subject
    assert set(mail.headers) == {"List-Unsubscribe", "List-Unsubscribe-Post"}
    assert "<script>" not in mail.html
    assert "<b>x" not in mail.html


def test_looking_at_the_way_out_changes_nothing_and_one_click_leaves(member, brand):
    path = unsubscribe_url(member).removeprefix("http://localhost:8000")
    client = Client(enforce_csrf_checks=True)
    assert client.get(path).status_code == 200
    assert not MailPreference.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not MailPreference.objects.get(member=member).wants_mail


@pytest.mark.parametrize("way", ["old", "forged", "address changed", "inactive", "other purpose"])
def test_way_out_that_is_not_theirs(member, brand, monkeypatch, way):
    url = unsubscribe_url(member)
    if way == "old":
        monkeypatch.setattr(unsubscribing, "GOOD_FOR_SECONDS", -1)
    elif way == "forged":
        url = url.replace("unsubscribe/", "unsubscribe/x")
    elif way == "address changed":
        type(member).objects.filter(pk=member.pk).update(email="new@mail.example")
    elif way == "inactive":
        type(member).objects.filter(pk=member.pk).update(is_active=False)
    else:
        url = (
            "http://localhost:8000/unsubscribe/"
            + signing.dumps([member.pk, "x"], salt="other")
            + "/"
        )
    path = url.removeprefix("http://localhost:8000")
    assert Client().get(path).status_code == 410
    assert Client().post(path).status_code == 410
    assert not MailPreference.objects.exists()


def test_member_chooses(member, brand):
    client = Client()
    client.force_login(member)
    assert "member@mail.example" in client.get("/me/notifications/").content.decode()
    client.post("/me/notifications/", {})
    assert not MailPreference.objects.get(member=member).wants_mail
    client.post("/me/notifications/", {"wants_mail": "on"})
    assert MailPreference.objects.get(member=member).wants_mail
