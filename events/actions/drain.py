"""The quick way of the outbox: what waits is delivered together, run by run; what is troubled goes one by one (`deliver`)."""

import json
import logging
import time
from collections.abc import Sequence
from itertools import takewhile

from django.db import transaction
from django.utils import timezone

from core.planned import planned
from events.actions.deliver import deliver, note_if_late
from events.models import Event
from events.registry import Subscriber, rebuild, subscribers_of

log = logging.getLogger(__name__)

AT_ONCE = 50
SECONDS = 10.0
# Only what nobody has dealt with: the rest has a time of its own, and is the sweep's.
_WAITING = """
SELECT id, kind, facts, occurred_at FROM events_event WHERE settled_at IS NULL AND retry_at IS NULL AND id <= %s
ORDER BY occurred_at, id LIMIT %s FOR NO KEY UPDATE SKIP LOCKED
"""
_NEWEST = "SELECT max(id) FROM events_event WHERE settled_at IS NULL AND retry_at IS NULL"
# The row of whoever was called before is left alone.
_CLAIM = """
INSERT INTO events_delivery (event_id, subscriber, attempts, finished_at, error)
SELECT unnest(%s::bigint[]), %s, 1, %s::timestamptz, '' ON CONFLICT (event_id, subscriber) DO NOTHING RETURNING event_id
"""


def drain(*, seconds: float = SECONDS) -> int:
    """Deliver what waits, oldest first, until it is done or the time is up; returns how many events were taken.

    What comes meanwhile has rung again: it waits with its like, for a run of many costs little more than one of a few.
    """
    until, taken = time.monotonic() + seconds, 0
    newest = planned(_NEWEST, [])[0][0]
    while newest and (found := _deliver_a_run(newest)):
        taken += found
        if time.monotonic() > until:
            break
    return taken


def _deliver_a_run(newest: int) -> int:
    """Events of one kind that follow each other: one transaction, in it each subscriber's effects with their delivery rows."""
    run: list[Event] = []
    try:
        with transaction.atomic():
            run = _first_run(newest)
            troubled = _deliver_to_all(run)
    except Exception:
        if not run:
            raise
        log.warning("a run of %s is delivered event by event", run[0].kind, exc_info=True)
        troubled = {event.pk for event in run}
    for event_id in sorted(troubled):
        deliver(event_id=event_id)
    return len(run)


def _deliver_to_all(run: Sequence[Event]) -> set[int]:
    """Ids of the events that are not settled by this."""
    if not run:
        return set()
    for event in run:
        note_if_late(event)
    troubled: set[int] = set()
    for subscriber in subscribers_of(run[0].kind):
        troubled |= _deliver_together(subscriber, run)
    fine = [event.pk for event in run if event.pk not in troubled]
    Event.objects.filter(pk__in=fine).update(settled_at=timezone.now())
    return troubled


def _first_run(newest: int) -> list[Event]:
    rows = planned(_WAITING, [newest, AT_ONCE])
    return [
        Event(pk=pk, kind=kind, facts=json.loads(facts), occurred_at=occurred_at)
        for pk, kind, facts, occurred_at in takewhile(lambda row: row[1] == rows[0][1], rows)
    ]


def _deliver_together(subscriber: Subscriber, run: Sequence[Event]) -> set[int]:
    """Ids of the events that this subscriber has yet to deal with: all, if one of them made it fail."""
    all_ids = [event.pk for event in run]
    try:
        with transaction.atomic():
            rows = planned(_CLAIM, [all_ids, subscriber.name, timezone.now()])
            claimed = {event_id for (event_id,) in rows}
            facts = [rebuild(event.kind, event.facts) for event in run if event.pk in claimed]
            if facts:
                subscriber.handle_all(facts)
    except Exception:  # noqa: BLE001 - each is tried by itself, where what it raises is kept with its row
        log.warning("%s is called again event by event", subscriber.name, exc_info=True)
        return set(all_ids)
    return set(all_ids) - claimed
