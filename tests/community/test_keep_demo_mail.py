"""The demo's mailbox takes what the site mails, and shows it as text."""

import smtplib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from community.local.identity import pages
from community.local.mailbox import LARGEST_BYTES, MOST_KEPT, MailServer, letters, text_of
from community.local.valkey import free_port


@pytest.fixture
def mailbox(tmp_path) -> Iterator[tuple[Path, int]]:
    port = free_port()
    server = MailServer(tmp_path / "mail", port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield tmp_path / "mail", port
    server.shutdown()
    server.server_close()


def send(port: int, subject: str, text: str) -> None:
    letter = EmailMessage()
    letter["Subject"], letter["From"], letter["To"] = (
        subject,
        "site@example.com",
        "mara@example.com",
    )
    letter.set_content(text)
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as line:
        line.send_message(letter)


def test_letters_are_kept_newest_first(mailbox):
    folder, port = mailbox
    send(port, "First", "Grüße\n.a line with a dot\n")
    send(port, "Second", "two")
    found = letters(folder)
    assert [letter["Subject"] for letter in found] == ["Second", "First"]
    assert text_of(found[1]) == "Grüße\n.a line with a dot"


def test_text_of_letters_is_no_markup(mailbox):
    folder, port = mailbox
    send(port, "<script>alert(1)</script>", "<img src=x>")
    page = pages.mailbox(folder)
    assert "<script>" not in page
    assert "<img" not in page


def test_too_large_letter_is_refused(mailbox):
    folder, port = mailbox
    with pytest.raises(smtplib.SMTPException):
        send(port, "Large", "x" * 70 + "\n" + ("y" * 70 + "\n") * (LARGEST_BYTES // 70))
    assert letters(folder) == []


def test_only_the_newest_are_kept(mailbox):
    folder, port = mailbox
    for number in range(MOST_KEPT + 5):
        (folder / f"{number:04}.eml").write_text("Subject: old\n\n")
    send(port, "New", "text")
    assert len(letters(folder)) == MOST_KEPT
