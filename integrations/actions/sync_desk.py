"""Asking help desks and mailboxes for what is new: page by page, each committed with the place to go on."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from integrations.actions.read_mailbox import read_mailbox
from integrations.desk.base import DeskAway, DeskRefused
from integrations.desk.choosing import desk_of
from integrations.letters.mailbox import MailboxAway
from integrations.models import DeskConnection
from support.actions import receive_cases

EVERY = {"imap": timedelta(minutes=1)}
USUALLY = timedelta(minutes=5)
AFTER_REFUSAL = timedelta(minutes=30)
CLAIM = timedelta(minutes=5)
AT_FIRST = timedelta(days=365)
MOST_PAGES = 40


def sync_due_connections() -> int:
    """Ask all that are due; returns how many answered."""
    ids = list(DeskConnection.objects.due(timezone.now()).values_list("pk", flat=True))
    return sum(sync_connection(connection_id=each) for each in ids)


def sync_connection(*, connection_id: int) -> bool:
    """Ask one, unless another worker does; what goes wrong is noted where administrators see it."""
    connection = _claimed(connection_id)
    if connection is None:
        return False
    now = timezone.now()
    every = EVERY.get(connection.kind, USUALLY)
    try:
        if connection.is_mailbox:
            read_mailbox(connection=connection)
        else:
            every = every if bring_cases(connection=connection) else timedelta(seconds=1)
    except DeskAway as error:
        return _done(connection, error.seconds, trouble=str(error))
    except DeskRefused as error:
        return _done(connection, AFTER_REFUSAL.total_seconds(), trouble=str(error))
    except MailboxAway as error:
        return _done(connection, 120, trouble=str(error))
    connection.synced_at = now
    return _done(connection, every.total_seconds())


def bring_cases(*, connection: DeskConnection, most_pages: int = MOST_PAGES) -> bool:
    """Bring what was opened or changed since the last time; True where that is all. Raises DeskRefused or DeskAway.

    Called again after any end, it goes on with the page that was not committed.
    """
    since = connection.since or connection.changed_at - AT_FIRST
    pages = desk_of(connection).pages(since, connection.cursor)
    for number, page in enumerate(pages, start=1):
        with transaction.atomic():
            if page.cases:
                receive_cases(desk_cases=page.cases)
            connection.cursor = page.cursor[:500]
            DeskConnection.objects.filter(pk=connection.pk).update(
                cursor=connection.cursor, claimed_until=timezone.now() + CLAIM
            )
        if page.is_last:
            return True
        if number >= most_pages:
            return False
    return True


@transaction.atomic
def _claimed(connection_id: int) -> DeskConnection | None:
    due = DeskConnection.objects.due(timezone.now()).filter(pk=connection_id)
    connection = due.select_for_update(of=("self",), skip_locked=True).first()
    if connection is not None:
        connection.claimed_until = timezone.now() + CLAIM
        connection.save(update_fields=["claimed_until"])
    return connection


def _done(connection: DeskConnection, seconds: float, *, trouble: str = "") -> bool:
    changes: dict[str, object] = {
        "claimed_until": None,
        "trouble": trouble[:300],
        "next_sync_at": timezone.now() + timedelta(seconds=seconds),
    }
    if not trouble:
        changes["synced_at"] = connection.synced_at
    DeskConnection.objects.filter(pk=connection.pk).update(**changes)
    return not trouble
