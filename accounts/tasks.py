from celery import shared_task

from accounts.actions import settle_trust


@shared_task(name="accounts.settle_trust")
def settle_trust_levels() -> None:
    settle_trust()
