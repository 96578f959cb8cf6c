from celery import shared_task

from integrations.actions.case_files import RUN, sweep_case_files
from integrations.actions.connections import sweep_calls
from integrations.actions.hand_over import SEND, send_due_hand_overs, send_hand_over
from integrations.actions.run_case_import import run_case_imports
from integrations.actions.sync_desk import sync_due_connections


@shared_task(name=RUN)
def run_waiting_case_imports() -> None:
    run_case_imports()


@shared_task(name=SEND)
def send_one_hand_over(hand_over_id: int) -> None:
    send_hand_over(hand_over_id=hand_over_id)


@shared_task(name="integrations.send_due_hand_overs")
def send_waiting_hand_overs() -> None:
    send_due_hand_overs()


@shared_task(name="integrations.sync_desks")
def sync_desks() -> None:
    sync_due_connections()


@shared_task(name="integrations.sweep")
def sweep() -> None:
    sweep_case_files()
    sweep_calls()
