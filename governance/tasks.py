from celery import shared_task

from governance import actions


@shared_task(name="governance.advance_proposals")
def advance_proposals() -> None:
    actions.advance_proposals()


@shared_task(name="governance.tell_of_acceptance")
def tell_of_acceptance() -> None:
    actions.tell_of_acceptance()


@shared_task(name="governance.write_tally_files")
def write_tally_files() -> None:
    actions.write_due_tally_files()


@shared_task(name="governance.count_turnout")
def count_turnout() -> None:
    actions.count_turnout()
