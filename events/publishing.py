from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction

from core.broker import hand_over
from core.pagecache import facts as shown_facts
from events.models import Event
from events.registry import kind_of


def publish(fact: Any) -> Event:
    """Record that something happened, in the caller's transaction, and hand it over on commit.

    Raises TransactionManagementError outside of a transaction: a fact commits with its change or not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "publish() belongs inside the action's transaction."
        )
    event = Event.objects.create(kind=kind_of(type(fact)), facts=asdict(fact))
    shown_facts.note_event(event.kind, event.facts)
    transaction.on_commit(partial(hand_over, "events.deliver", event.pk))
    return event
