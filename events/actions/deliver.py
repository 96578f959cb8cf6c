import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from core.pagecache.facts import note_late_event
from events.models import Delivery, Event
from events.registry import Subscriber, is_known, proclaim, rebuild, subscribers_of

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 8
FIRST_RETRY_SECONDS = 5
LATE = timedelta(seconds=5)


def deliver(*, event_id: int) -> bool:
    """Let every subscriber that has not yet done so deal with the event; True when it is settled.

    Each subscriber's effect and its delivery row commit together. Safe to run at any time, twice, or at once.
    """
    event = Event.objects.filter(pk=event_id).first()
    if event is None or event.settled_at is not None:
        return True
    note_if_late(event)
    for subscriber in subscribers_of(event.kind):
        _deliver_to(subscriber, event)
    return _settle(event)


def note_if_late(event: Event) -> None:
    """Whoever published it may not have lived to say so at once."""
    if timezone.now() - event.occurred_at > LATE:
        note_late_event(event.kind, event.facts)
        if is_known(event.kind):
            proclaim(event.kind, rebuild(event.kind, event.facts))


def _deliver_to(subscriber: Subscriber, event: Event) -> None:
    Delivery.objects.get_or_create(event=event, subscriber=subscriber.name)
    try:
        with transaction.atomic():
            row = (
                Delivery.objects.select_for_update(skip_locked=True, no_key=True)
                .filter(event=event, subscriber=subscriber.name, finished_at=None, parked_at=None)
                .first()
            )
            if row is None:  # done, parked, or in another worker's hands
                return
            subscriber.handle_all([rebuild(event.kind, event.facts)])
            row.finished_at, row.error, row.attempts = timezone.now(), "", row.attempts + 1
            row.save(update_fields=["finished_at", "error", "attempts"])
    except Exception as error:  # noqa: BLE001 - whatever a subscriber raises is kept with its row
        log.exception("%s failed on %s", subscriber.name, event)
        _note_failure(subscriber, event, error)


@transaction.atomic
def _note_failure(subscriber: Subscriber, event: Event, error: Exception) -> None:
    row = Delivery.objects.select_for_update(no_key=True).get(
        event=event, subscriber=subscriber.name
    )
    if row.finished_at is not None:
        return
    row.attempts += 1
    row.error = f"{type(error).__name__}: {error}"[:2000]
    if row.attempts >= MOST_ATTEMPTS:
        row.parked_at = timezone.now()
    row.save(update_fields=["attempts", "error", "parked_at"])


@transaction.atomic
def _settle(event: Event) -> bool:
    Event.objects.select_for_update(no_key=True).get(pk=event.pk)
    rows = {row.subscriber: row for row in event.deliveries.all()}
    open_rows = [
        rows.get(subscriber.name)
        for subscriber in subscribers_of(event.kind)
        if (row := rows.get(subscriber.name)) is None or not (row.finished_at or row.parked_at)
    ]
    now = timezone.now()
    if not open_rows:
        Event.objects.filter(pk=event.pk, settled_at=None).update(settled_at=now, retry_at=None)
        return True
    tries = max((row.attempts for row in open_rows if row), default=0)
    wait = FIRST_RETRY_SECONDS * 2 ** min(tries, 9)
    Event.objects.filter(pk=event.pk).update(retry_at=now + timedelta(seconds=wait))
    return False
