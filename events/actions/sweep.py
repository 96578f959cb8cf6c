from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from events.actions.deliver import deliver
from events.models import Event

GRACE_SECONDS = 15


def sweep(*, most: int = 500, grace_seconds: int = GRACE_SECONDS) -> int:
    """Deliver events older than the grace that are not settled, handed over or not; returns how many were taken.

    Each is claimed for a minute by moving its next try, oldest first, so that two sweeps share the work.
    """
    taken = 0
    while taken < most:
        now = timezone.now()
        with transaction.atomic():
            due = Event.objects.due(older_than=now - timedelta(seconds=grace_seconds), now=now)
            event = (
                due.order_by("occurred_at", "pk")
                .select_for_update(skip_locked=True, no_key=True)
                .first()
            )
            if event is None:
                break
            Event.objects.filter(pk=event.pk).update(retry_at=now + timedelta(seconds=60))
        deliver(event_id=event.pk)
        taken += 1
    return taken
