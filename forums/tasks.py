from celery import shared_task

from forums import actions


@shared_task(name="forums.expire_drafts")
def expire_drafts() -> None:
    actions.expire_drafts()
