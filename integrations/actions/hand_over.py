"""Cases go to the help desk: a row first, sent by a job until the desk has said how it names the case."""

from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Member
from core.broker import hand_over as queue
from core.rules import demand
from integrations.desk.base import DeskAway, DeskRefused
from integrations.desk.choosing import desk_of
from integrations.models import DeskConnection, HandOver
from integrations.rules import can_go_over, may_hand_over
from support.models import Case
from support.rules import may_act_on_case

SEND = "integrations.send_hand_over"
DELAYS = (60, 300, 900, 3600, 4 * 3600, 12 * 3600, 24 * 3600)
CLAIM = timedelta(minutes=3)


@transaction.atomic
def hand_over_case(*, by: Member, case: Case, connection: DeskConnection) -> HandOver:
    """An agent hands the case over; a case goes to one desk, once."""
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    demand(may_hand_over(by, case, connection))
    return _keep(case, connection, by)


@transaction.atomic
def hand_over_by_rule(*, case_id: int) -> HandOver | None:
    """A new case goes to the desk that takes every one; those that came from a desk stay."""
    connection = DeskConnection.objects.takers().filter(hands_over=True).first()
    case = Case.objects.select_for_update(of=("self",)).filter(pk=case_id).first()
    if connection is None or case is None or not can_go_over(case, connection):
        return None
    return _keep(case, connection, None)


def _keep(case: Case, connection: DeskConnection, by: Member | None) -> HandOver:
    case.desk = connection.slug
    case.save(update_fields=["desk"])
    row = HandOver.objects.create(case=case, connection=connection, asked_by=by)
    transaction.on_commit(partial(queue, SEND, row.pk))
    return row


def send_hand_over(*, hand_over_id: int) -> bool:
    """Tell the desk, unless another worker does; True once it has the case."""
    row = _claimed(hand_over_id)
    if row is None:
        return False
    try:
        desk = desk_of(row.connection)
        reference = desk.hand_off(row.case, key=str(row.key), is_again=row.attempts > 1)
    except DeskRefused as error:
        _failed(row, str(error), is_final=True)
        return False
    except DeskAway as error:
        _failed(row, str(error), seconds=error.seconds)
        return False
    _sent(row, reference)
    return True


def send_due_hand_overs(*, most: int = 50) -> int:
    """Those that were not handed to a worker, or wait for their next try."""
    due = HandOver.objects.due(timezone.now()).order_by("next_attempt_at")
    ids = list(due.values_list("pk", flat=True)[:most])
    return sum(send_hand_over(hand_over_id=each) for each in ids)


@transaction.atomic
def try_again(*, by: Member, row: HandOver) -> None:
    """An agent lets a parked case be sent once more."""
    row = (
        HandOver.objects.select_for_update(of=("self",))
        .select_related("case", "connection")
        .get(pk=row.pk)
    )
    demand(may_act_on_case(by, row.case))
    if row.parked_at:
        row.parked_at, row.next_attempt_at, row.error = None, timezone.now(), ""
        row.save()
        transaction.on_commit(partial(queue, SEND, row.pk))


@transaction.atomic
def _claimed(hand_over_id: int) -> HandOver | None:
    now = timezone.now()
    due = HandOver.objects.due(now).select_related("connection", "case__member", "case__product")
    row = due.select_for_update(of=("self",), skip_locked=True).filter(pk=hand_over_id).first()
    if row is not None:
        row.attempts += 1
        row.next_attempt_at = now + CLAIM
        row.save(update_fields=["attempts", "next_attempt_at"])
    return row


def _sent(row: HandOver, reference: str) -> None:
    try:
        with transaction.atomic():
            Case.objects.filter(pk=row.case_id).update(reference=reference[:80])
            HandOver.objects.filter(pk=row.pk).update(
                sent_at=timezone.now(), parked_at=None, error=""
            )
    except IntegrityError:  # another case of ours has this number: it was brought here meanwhile
        _failed(row, f"{reference} is another case here already.", is_final=True)


def _failed(row: HandOver, error: str, *, seconds: int = 0, is_final: bool = False) -> None:
    now = timezone.now()
    changes: dict[str, object] = {"error": error[:300]}
    if is_final or row.attempts > len(DELAYS):
        changes["parked_at"] = now
    else:
        changes["next_attempt_at"] = now + timedelta(seconds=max(seconds, DELAYS[row.attempts - 1]))
    HandOver.objects.filter(pk=row.pk).update(**changes)
