from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Greatest, Now

from events.publishing import publish
from governance.documents.accepting import not_accepted
from governance.events import AcceptanceDue
from governance.models import AcceptanceDemand, AcceptanceRound, PolicyVersion

# A round begins so long after the version is in force and asked for; then nobody is reminded any more.
ROUNDS = (timedelta(0), timedelta(days=7), timedelta(days=21))
BATCH = 1000
MOST_BATCHES = 50  # in one go of the beat, so that a worker is not held up for long


def tell_of_acceptance() -> int:
    """Take every round that is due on by as many batches as there is time for. Returns the batches told."""
    told = 0
    for demand in AcceptanceDemand.objects.open().order_by("pk"):
        _begin_due(demand)
    rounds = _unfinished().order_by("pk").values_list("pk", flat=True)
    for round_id in rounds:
        while told < MOST_BATCHES and _tell_batch(round_id):
            told += 1
    return told


def _unfinished() -> QuerySet[AcceptanceRound]:
    """Rounds of versions that are still in force and still asked for."""
    return AcceptanceRound.objects.filter(
        finished_at=None,
        version__superseded_at=None,
        version__policy__acceptance_demands__in=AcceptanceDemand.objects.open(),
    )


def _begin_due(demand: AcceptanceDemand) -> None:
    version = (
        PolicyVersion.objects.in_force()
        .filter(policy=demand.policy_id)
        .annotate(asked=Greatest("in_force_from", demand.began_at), now=Now())
        .get()
    )
    for number, wait in enumerate(ROUNDS):
        if _is_due(version.asked, wait, version.now):
            AcceptanceRound.objects.get_or_create(version=version, number=number)


def _is_due(asked: datetime, wait: timedelta, now: datetime) -> bool:
    return asked + wait <= now


@transaction.atomic
def _tell_batch(round_id: int) -> bool:
    """One batch; False when another worker has the round, or nobody is left."""
    this = (
        _unfinished()
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("version__policy")
        .filter(pk=round_id)
        .first()
    )
    if this is None:
        return False
    after = this.after_member
    members = not_accepted(this.version).filter(pk__gt=after).order_by("pk")
    ids = list(members.values_list("pk", flat=True)[:BATCH])
    changes = {"after_member": ids[-1]} if ids else {"finished_at": Now()}
    AcceptanceRound.objects.filter(pk=this.pk).update(**changes)
    if ids:
        publish(AcceptanceDue(round_id=this.pk, after_id=after, up_to_id=ids[-1]))
    return bool(ids)
