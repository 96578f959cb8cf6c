"""A mailbox is asked by IMAP: what is new becomes cases, and the mailbox stays as it was."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from integrations.actions import read_mailbox as reading
from integrations.actions.sync_desk import sync_connection, sync_due_connections
from integrations.desk.choosing import try_connection
from integrations.models import DeskConnection
from support.models import Case
from support.reply_address import reply_address
from tests.integrations.imap import running_mailbox
from tests.integrations.letters import BOX, mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(settings, brand):
    with running_mailbox(settings) as mailbox:
        yield mailbox


def connected(box, *, secret="imap-secret", **more) -> DeskConnection:
    values = {
        "kind": "imap", "slug": "imap", "name": "Mailbox", "account": BOX, "address": "127.0.0.1", "is_on": True,
        "details": {"port": box.port, "is_plain": True},
    } | more  # fmt: skip
    connection = DeskConnection(**values)
    connection.secret = secret
    connection.save()
    return connection


def ask_again() -> int:
    DeskConnection.objects.update(next_sync_at=timezone.now())
    return sync_due_connections()


def test_what_was_there_before_stays_and_what_comes_becomes_cases(box):
    box.mails[3] = mail("Long ago.")
    connection = connected(box)
    assert sync_connection(connection_id=connection.pk)
    assert not Case.objects.exists()
    box.mails[4], box.mails[6] = (
        mail("The pump is loud."),
        mail("It drips.", sender="bob@mail.example"),
    )
    assert ask_again() == 1
    assert [each.body for each in Case.objects.order_by("pk")] == ["The pump is loud.", "It drips."]
    connection.refresh_from_db()
    assert connection.cursor == "7:6" and connection.synced_at and not connection.trouble
    fetched = sum("FETCH" in command for command in box.said)
    assert ask_again() == 1 and Case.objects.count() == 2
    assert sum("FETCH" in command for command in box.said) == fetched, (
        "the last mail is not read again"
    )
    assert not any("STORE" in command or "SELECT" in command for command in box.said), (
        "it stays unread"
    )


def test_from_a_day_on_older_mails_are_read_too(box):
    box.mails[3] = mail("Lately.")
    connected(box, since=datetime(2026, 1, 5, tzinfo=UTC))
    assert ask_again() == 1 and Case.objects.get().body == "Lately."
    assert any("SINCE 5-Jan-2026" in command for command in box.said)


def test_a_mailbox_made_anew_brings_nothing_twice(box):
    connected(box)
    ask_again()
    box.mails[4] = mail("The pump is loud.")
    ask_again()
    box.validity = 8
    box.mails[9] = mail("It drips.", sender="bob@mail.example")
    ask_again()
    assert sorted(each.body for each in Case.objects.all()) == ["It drips.", "The pump is loud."]


def test_an_answer_goes_to_its_case_and_junk_does_not_stop_the_rest(box):
    connected(box)
    ask_again()
    box.mails[4] = mail("The pump is loud.")
    ask_again()
    case = Case.objects.get()
    box.mails[5] = b"\xff\xfe nonsense"
    box.mails[6] = mail("Out of office", Auto_Submitted="auto-replied", to=reply_address(case))
    box.mails[7] = mail("It helped.", to=reply_address(case))
    ask_again()
    assert case.messages.get().text == "It helped." and Case.objects.count() == 1


def test_killed_between_two_mails_it_goes_on_with_the_second(box, monkeypatch):
    connected(box)
    ask_again()
    box.mails |= {4: mail("One."), 5: mail("Two.", sender="bob@mail.example")}
    real = reading.receive_letter

    def dies(*, connection, letter, raw):
        if letter.sender.startswith("bob"):
            raise KeyboardInterrupt
        return real(connection=connection, letter=letter, raw=raw)

    monkeypatch.setattr(reading, "receive_letter", dies)
    with pytest.raises(KeyboardInterrupt):
        ask_again()
    assert Case.objects.count() == 1
    monkeypatch.setattr(reading, "receive_letter", real)
    assert ask_again() == 0, "the dead one's claim holds for some minutes"
    DeskConnection.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert ask_again() == 1 and Case.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "no"},
        {"details": {"folder": "Nowhere"}},
        {"details": {"port": 1}},
        {"account": "a\r\nb"},
    ],
)
def test_what_is_wrong_is_said_by_the_test_and_noted(box, wrong):
    details = {"port": box.port, "is_plain": True} | wrong.pop("details", {})
    connection = connected(box, details=details, **wrong)
    [check] = try_connection(connection)
    assert check.state == "bad" and check.cure
    assert not sync_connection(connection_id=connection.pk)
    connection.refresh_from_db()
    assert connection.trouble


def test_the_test_signs_in_and_counts(box):
    box.mails[1] = mail()
    [check] = try_connection(connected(box))
    assert check.state == "good" and "1 mails in INBOX" in check.said


def test_no_mailbox_inside_is_asked_unless_it_is_listed(box, settings):
    settings.OUTGOING_INSIDE = []
    [check] = try_connection(connected(box))
    assert check.state == "bad" and not box.said
