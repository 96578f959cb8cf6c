"""Administrators set up what cases come from and go to."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from integrations.models import DeskConnection, HookCall, InboundMail
from integrations.rules import may_set_help_desk

MAILS_KEPT = timedelta(days=90)


@transaction.atomic
def add_connection(*, by: Member, kind: str, secret: str, **values: Any) -> DeskConnection:
    """Keep a new connection, switched off until it was tested and switched on."""
    demand(may_set_help_desk(by))
    connection = DeskConnection(kind=kind, slug=_free_slug(kind), changed_by=by, **values)
    connection.secret = secret
    connection.save()
    return connection


@transaction.atomic
def change_connection(
    *, by: Member, connection: DeskConnection, secret: str = "", **values: Any
) -> DeskConnection:
    """Change what was said; an empty `secret` keeps the one there is. Bringing begins anew from another `since`."""
    demand(may_set_help_desk(by))
    connection = DeskConnection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    moved = values.get("address", connection.address) != connection.address
    if moved or values.get("since", connection.since) != connection.since:
        connection.cursor, connection.next_sync_at = "", timezone.now()
    for name, value in values.items():
        setattr(connection, name, value)
    if secret:
        connection.secret = secret
    connection.changed_by, connection.trouble = by, ""
    connection.save()
    return connection


@transaction.atomic
def switch_connection(*, by: Member, connection: DeskConnection, is_on: bool) -> DeskConnection:
    demand(may_set_help_desk(by))
    connection = DeskConnection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    connection.is_on, connection.changed_by = is_on, by
    if is_on:
        connection.next_sync_at, connection.trouble = timezone.now(), ""
    connection.save()
    return connection


@transaction.atomic
def remove_connection(*, by: Member, connection: DeskConnection) -> None:
    """Take it away with its secret. Its cases stay, and nobody else is ever called as it was."""
    demand(may_set_help_desk(by))
    connection = DeskConnection.objects.select_for_update(of=("self",)).get(pk=connection.pk)
    connection.is_on, connection.removed_at, connection.changed_by = False, timezone.now(), by
    connection.secret = ""
    connection.save()


def _free_slug(kind: str) -> str:
    taken = set(DeskConnection.objects.filter(kind=kind).values_list("slug", flat=True))
    number = 1
    while (slug := kind if number == 1 else f"{kind}-{number}") in taken:
        number += 1
    return slug


def mailbox_address() -> str:
    """At which address mail reaches us; nothing where no mailbox is switched on."""
    boxes = DeskConnection.objects.switched_on().filter(kind__in=DeskConnection.MAILBOXES)
    return boxes.exclude(account="").values_list("account", flat=True).first() or ""


@transaction.atomic
def sweep_calls(*, now: datetime | None = None) -> None:
    """What a signature's window has closed on, and the names of old mails."""
    now = now or timezone.now()
    HookCall.objects.filter(at__lt=now - timedelta(hours=1)).delete()
    InboundMail.objects.filter(received_at__lt=now - MAILS_KEPT).delete()
