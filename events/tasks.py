from celery import shared_task

from core.broker import answer
from events import actions
from events.publishing import BELL


@shared_task(name="events.deliver")
def deliver(event_id: int) -> None:
    actions.deliver(event_id=event_id)


@shared_task(name=BELL)
def drain() -> None:
    """Rung by whoever publishes. Answered before looking: what comes while this looks rings again."""
    answer(BELL)
    actions.drain()


@shared_task(name="events.sweep")
def sweep() -> None:
    actions.sweep()
