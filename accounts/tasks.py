from celery import shared_task

from accounts import actions


@shared_task(name="accounts.settle_trust")
def settle_trust_levels() -> None:
    actions.settle_trust()


@shared_task(name="accounts.advance_deletions")
def advance_deletions() -> None:
    actions.advance_deletions()
