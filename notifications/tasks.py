from celery import shared_task

from notifications import actions


@shared_task(name="notifications.send_due_mail")
def send_due_mail() -> None:
    actions.send_due_mail()


@shared_task(name="notifications.call_to_votes")
def call_to_votes() -> None:
    actions.call_to_votes()
