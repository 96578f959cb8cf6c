import json
from collections.abc import Iterable
from dataclasses import asdict
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.broker import ring
from core.pagecache import changed
from core.pagecache import facts as shown_facts
from core.planned import planned
from events.models import Event
from events.registry import kind_of, proclaim

BELL = "events.drain"
_WRITE = (
    "INSERT INTO events_event (kind, facts, occurred_at) VALUES (%s, %s::jsonb, %s) RETURNING id"
)


def publish(fact: Any, *, names: Iterable[str] | None = None) -> Event:
    """Record that something happened, in the caller's transaction, and ring for a worker on commit.

    `names`: of what visitors' pages show, what changed with it (core.pagecache), where the caller knows that; else it is
    asked of the facts. Raises TransactionManagementError outside of a transaction: a fact commits with its change or not at all.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError(
            "publish() belongs inside the action's transaction."
        )
    event = Event(kind=kind_of(type(fact)), facts=asdict(fact), occurred_at=timezone.now())
    event.pk = planned(_WRITE, [event.kind, json.dumps(event.facts), event.occurred_at])[0][0]
    event._state.adding, event._state.db = False, transaction.get_connection().alias
    if names is None:
        shown_facts.note_event(event.kind, event.facts)
    else:
        changed(*names)
    transaction.on_commit(partial(_go_out, event.kind, fact))
    return event


def _go_out(kind: str, fact: Any) -> None:
    proclaim(kind, fact)
    ring(BELL)
