from celery import shared_task

from support import actions


@shared_task(name="support.settle_left_enquiries")
def settle_left_enquiries() -> None:
    actions.settle_left_enquiries()
