from celery import shared_task

from support import actions


@shared_task(name="support.settle_left_enquiries")
def settle_left_enquiries() -> None:
    actions.settle_left_enquiries()


@shared_task(name="support.close_solved_cases")
def close_solved_cases() -> None:
    while actions.close_solved_cases():
        pass


@shared_task(name="support.open_unanswered")
def open_unanswered() -> None:
    actions.open_unanswered()


@shared_task(name="support.watch_clocks")
def watch_clocks() -> None:
    actions.watch_clocks()
