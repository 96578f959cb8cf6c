"""New mails of a mailbox, one after the other: each committed with the note that it was read."""

from datetime import timedelta

from django.utils import timezone

from integrations.actions.receive_letter import receive_letter
from integrations.letters.letter import LetterRefused, read_letter
from integrations.letters.mailbox import Mailbox, Place
from integrations.models import DeskConnection

AT_ONCE = 50
MOST_MINUTES = 4


def mailbox_of(connection: DeskConnection) -> Mailbox:
    details = connection.details
    return Mailbox(
        host=connection.address,
        port=int(details.get("port", 993)),
        user=details.get("user") or connection.account,
        password=connection.secret,
        folder=details.get("folder") or "INBOX",
        is_plain=bool(details.get("is_plain")),
    )


def read_mailbox(*, connection: DeskConnection) -> int:
    """Take what is new to its cases; returns how many mails that were. Raises MailboxAway."""
    taken, until = 0, timezone.now() + timedelta(minutes=MOST_MINUTES)
    with mailbox_of(connection) as box:
        place = Place.of(connection.cursor)
        since = connection.synced_at if place.validity else connection.since
        for number in box.new(place, since.date() if since else None, most=AT_ONCE):
            raw = box.fetch(number)
            if raw is not None:
                _take(connection, raw)
                taken += 1
            place = Place(box.validity, number)
            _keep(connection, place)
            if timezone.now() > until:
                break
        if place.validity != box.validity:
            _keep(connection, Place(box.validity, max(0, box.next - 1)))
    return taken


def _take(connection: DeskConnection, raw: bytes) -> None:
    try:
        letter = read_letter(raw)
    except LetterRefused:
        return  # nobody can: it stays in the mailbox
    receive_letter(connection=connection, letter=letter, raw=raw)


def _keep(connection: DeskConnection, place: Place) -> None:
    connection.cursor = str(place)
    DeskConnection.objects.filter(pk=connection.pk).update(cursor=connection.cursor)
