from celery import shared_task

from uploads import actions


@shared_task(name="uploads.sweep_unused")
def sweep_unused() -> None:
    actions.sweep_unused()
