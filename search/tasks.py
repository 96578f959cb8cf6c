from celery import shared_task

from search import actions


@shared_task(name="search.catch_up")
def catch_up() -> None:
    actions.catch_up()
