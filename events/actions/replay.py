from functools import partial

from django.db import transaction

from core.broker import hand_over
from events.models import Delivery, Event


@transaction.atomic
def replay(*, delivery_ids: list[int] | None = None) -> int:
    """Give parked deliveries (all, or these) a fresh set of tries; returns how many."""
    parked = Delivery.objects.parked().select_for_update(no_key=True)
    if delivery_ids is not None:
        parked = parked.filter(pk__in=delivery_ids)
    rows = list(parked)
    events = sorted({row.event_id for row in rows})
    Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(parked_at=None, attempts=0)
    Event.objects.filter(pk__in=events).update(settled_at=None, retry_at=None)
    for event_id in events:
        transaction.on_commit(partial(hand_over, "events.deliver", event_id))
    return len(rows)
