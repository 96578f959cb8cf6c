from time import monotonic

from celery import shared_task

from notifications import actions

MAIL_SECONDS = 40


@shared_task(name="notifications.send_due_mail")
def send_due_mail() -> None:
    """As many as there are, for most of a minute: a vote may call a million members at once."""
    until = monotonic() + MAIL_SECONDS
    while actions.send_due_mail() and monotonic() < until:
        continue


@shared_task(name="notifications.call_to_votes")
def call_to_votes() -> None:
    actions.call_to_votes()
