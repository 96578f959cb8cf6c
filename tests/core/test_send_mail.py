"""Mail is a row first and leaves by real SMTP: nothing kept is lost, and a repetition can be told."""

import os
import smtplib
import socket
import subprocess
import sys
from datetime import timedelta
from email import message_from_bytes, policy
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from django.core.mail import BadHeaderError, EmailMessage, EmailMultiAlternatives, send_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from community.local.valkey import free_port
from core import mail as house_mail
from core.mail import outbox, send_mail_once, sweep
from core.mail.sending import DELAYS, MOST_ATTEMPTS
from core.models import OutgoingMail
from core.tasks import send_mail as send_task
from core.tasks import sweep_mail as sweep_task

pytestmark = pytest.mark.django_db(transaction=True)


class Letterbox:
    """A mail server's memory, and its moods."""

    def __init__(self) -> None:
        self.messages = []
        self.refuse_with = ""
        self.after_taking = lambda: None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.refuse_with:
            return self.refuse_with
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        self.after_taking()
        return "250 taken"


@pytest.fixture
def port(settings) -> int:
    settings.EMAIL_BACKEND = "core.mail.OutboxBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    return settings.EMAIL_PORT


@pytest.fixture
def letterbox(port):
    """A real mail server, up."""
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture(autouse=True)
def handed(monkeypatch) -> list:
    """What was handed to the broker; nothing runs it here."""
    taken: list = []
    monkeypatch.setattr(outbox, "hand_over", lambda *call: taken.append(call) or True)
    return taken


def write(**more) -> OutgoingMail:
    kept = send_mail_once(
        **{
            "key": "a",
            "to": "ann@mail.example",
            "subject": "Häuser",
            "text": "code 123",
            "html": "<p>code</p>",
        }
        | more
    )
    assert kept
    return kept


def later(mail: OutgoingMail, seconds: float = 3600) -> None:
    """Let time pass for this message."""
    past = timezone.now() - timedelta(seconds=seconds)
    OutgoingMail.objects.filter(pk=mail.pk).update(created_at=past, next_attempt_at=past)


class TestKeeping:
    def test_row_commits_with_what_it_tells_of(self, port, handed):
        with pytest.raises(RuntimeError), transaction.atomic():
            send_mail("a", "b", None, ["ann@mail.example"])
            assert OutgoingMail.objects.count() == 1
            raise RuntimeError
        assert not OutgoingMail.objects.exists()
        assert not handed

    def test_handed_over_on_commit_only(self, port, handed):
        with transaction.atomic():
            kept = write()
            assert not handed
        assert handed == [("core.send_mail", kept.pk)]

    def test_djangos_own_way_is_kept_whole(self, port):
        message = EmailMultiAlternatives(
            "s", "t", "from@x.example", ["a@x.example", "b@x.example"],
            headers={"List-Unsubscribe": "<https://x>", "Message-ID": "<mine>"}, reply_to=["r@x.example"],
        )  # fmt: skip
        message.attach_alternative("<p>h</p>", "text/html")
        assert message.send() == 1
        kept = OutgoingMail.objects.get()
        assert (kept.sender, kept.to, kept.text, kept.html) == (
            "from@x.example", ["a@x.example", "b@x.example"], "t", "<p>h</p>",
        )  # fmt: skip
        assert kept.headers == {"List-Unsubscribe": "<https://x>", "Reply-To": "r@x.example"}

    def test_one_message_for_one_thing(self, port, handed):
        write(key="case:1")
        assert send_mail_once(key="case:1", to="b@x.example", subject="s", text="t") is None
        assert OutgoingMail.objects.count() == len(handed) == 1

    @pytest.mark.parametrize(
        "bad",
        [
            {"subject": "a\nBcc: all@x.example"},
            {"to": "a@x.example\nBcc: b@x.example"},
            {"headers": {"X-A": "a\r\nb"}},
        ],
    )
    def test_line_ends_in_headers_are_refused(self, port, bad):
        with pytest.raises(BadHeaderError):
            write(**bad)
        assert not OutgoingMail.objects.exists()

    def test_copies_and_attachments_are_refused(self, port):
        with pytest.raises(ValueError, match="copies"):
            EmailMessage("s", "t", None, ["a@x.example"], bcc=["b@x.example"]).send()
        message = EmailMessage("s", "t", None, ["a@x.example"])
        message.attach("a.txt", "x")
        with pytest.raises(ValueError, match="attachments"):
            message.send()


class TestSending:
    def test_message_arrives_and_its_words_are_blanked(self, letterbox):
        kept = write(headers={"Reply-To": "help@x.example"})
        send_task(kept.pk)
        (got,) = letterbox.messages
        assert got["Subject"] == "Häuser"
        assert got["To"] == "ann@mail.example"
        assert got["Message-ID"] == f"<hearth-mail-{kept.pk}@localhost>"
        assert got["Auto-Submitted"] == "auto-generated"
        assert got["Reply-To"] == "help@x.example"
        assert got.get_body("plain").get_content().strip() == "code 123"
        assert got.get_body("html").get_content().strip() == "<p>code</p>"
        kept.refresh_from_db()
        assert kept.sent_at
        assert (kept.text, kept.html) == ("", "")

    def test_sent_message_is_not_sent_again(self, letterbox):
        kept = write()
        for _ in range(3):
            send_task(kept.pk)
        later(kept)
        sweep_task()
        assert len(letterbox.messages) == 1

    def test_two_workers_send_one_message(self, letterbox):
        kept = write()
        assert house_mail.sending._claim(kept.pk)
        send_task(kept.pk)
        sweep(grace_seconds=0)
        assert not letterbox.messages

    def test_sweep_takes_what_was_not_handed_over(self, letterbox):
        mails = [write(key=str(number)) for number in range(3)]
        assert sweep() == 0, "the broker gets its chance first"
        for kept in mails:
            later(kept, 16)
        assert sweep() == 3
        assert len(letterbox.messages) == 3

    def test_server_down_then_back(self, port):
        kept = write()
        send_task(kept.pk)
        kept.refresh_from_db()
        assert not kept.sent_at
        assert "refused" in kept.error.lower()
        assert kept.attempts == 1
        assert kept.next_attempt_at > timezone.now() + timedelta(seconds=DELAYS[0] - 5)
        box = Letterbox()
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        try:
            assert sweep() == 0, "its time has not come"
            later(kept)
            assert sweep() == 1
        finally:
            controller.stop()
        assert [got["Message-ID"] for got in box.messages] == [kept.message_id]
        kept.refresh_from_db()
        assert kept.error == ""

    def test_while_the_server_is_down_one_message_a_sweep_tries(self, port):
        for number in range(4):
            later(write(key=str(number)))
        sweep()
        assert OutgoingMail.objects.filter(attempts=0).count() == 3

    def test_hung_server_does_not_hold_the_job_for_long(self, port, settings):
        settings.EMAIL_TIMEOUT = 0.2
        kept = write()
        with socket.create_server(("127.0.0.1", port)):
            assert house_mail.send(mail_id=kept.pk) is False
        kept.refresh_from_db()
        assert "timed out" in kept.error.lower()


class TestParking:
    def test_parked_after_the_last_attempt_with_its_error_and_replayed(self, letterbox, capsys):
        letterbox.refuse_with = "451 later, perhaps"
        kept = write()
        for _ in range(MOST_ATTEMPTS):
            later(kept)
            sweep()
        kept.refresh_from_db()
        assert kept.parked_at
        assert kept.attempts == MOST_ATTEMPTS
        assert "later, perhaps" in kept.error
        later(kept)
        assert sweep() == 0
        letterbox.refuse_with = ""
        call_command("mail", "--replay")
        assert "0 waiting, 1 parked" in capsys.readouterr().out
        send_task(kept.pk)
        assert len(letterbox.messages) == 1

    def test_person_who_is_gone_is_not_tried_again(self, letterbox):
        kept = write(to="gone@mail.example")
        send_task(kept.pk)
        kept.refresh_from_db()
        assert kept.parked_at
        assert kept.attempts == 1

    def test_one_bad_message_does_not_hold_the_others(self, letterbox):
        for key, to in (("1", "gone@x.example"), ("2", "ann@x.example")):
            later(write(key=key, to=to))
        assert sweep() == 1

    def test_old_rows_are_forgotten_but_not_their_keys(self, letterbox):
        send_mail("a", "b", None, ["ann@mail.example"])
        write()
        for kept in OutgoingMail.objects.all():
            send_task(kept.pk)
            later(kept, 31 * 86400)
        sweep()
        assert [kept.key for kept in OutgoingMail.objects.all()] == ["a"]


SENDER = """
import os, sys, django
django.setup()
from core.mail import send
send(mail_id=int(sys.argv[1]))
"""


@pytest.mark.processes
def test_killed_after_the_server_took_it_it_goes_again_under_the_same_id(letterbox, port, settings):
    """At least once, with a stable id: the receiver can tell the second from a new message."""
    kept = write()
    database = urlsplit(os.environ["DATABASE_URL"])._replace(
        path="/" + connection.settings_dict["NAME"]
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "community.settings",
        "DATABASE_URL": database.geturl(),
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(port),
    }
    sender = subprocess.Popen([sys.executable, "-c", SENDER, str(kept.pk)], env=environment)
    letterbox.after_taking = sender.kill
    assert sender.wait(30) == -9
    letterbox.after_taking = lambda: None
    kept.refresh_from_db()
    assert not kept.sent_at
    assert len(letterbox.messages) == 1
    send_task(kept.pk)
    assert len(letterbox.messages) == 1, "the dead one's claim still holds"
    later(kept)
    assert sweep() == 1
    assert {got["Message-ID"] for got in letterbox.messages} == {kept.message_id}
    assert len(letterbox.messages) == 2


def test_errors_of_smtp_are_what_we_catch():
    assert issubclass(smtplib.SMTPException, OSError)
