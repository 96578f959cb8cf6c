from celery import shared_task

from events import actions


@shared_task(name="events.deliver")
def deliver(event_id: int) -> None:
    actions.deliver(event_id=event_id)


@shared_task(name="events.sweep")
def sweep() -> None:
    actions.sweep()
