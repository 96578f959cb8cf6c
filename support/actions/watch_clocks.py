from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from events.publishing import publish
from notifications.events import NoticeDue
from support.actions.recording import record
from support.models import Case, CaseEvent

BATCH = 200


@transaction.atomic
def watch_clocks(*, now: datetime | None = None) -> int:
    """Of every answer that is overdue the case's owner is told once, or its team; returns how many are newly so."""
    now = now or timezone.now()
    told = CaseEvent.objects.filter(
        case=OuterRef("pk"), kind=CaseEvent.Kind.OVERDUE, at__gte=OuterRef("answer_due_at")
    )
    late = Case.objects.filter(
        ~Exists(told), answer_due_at__lte=now, status__in=Case.WAITS_FOR_US, desk=""
    )
    rows = late.select_for_update(of=("self",), skip_locked=True).order_by(F("answer_due_at"))
    cases = list(rows[:BATCH])
    for case in cases:
        event = record(case, CaseEvent.Kind.OVERDUE, by=None)
        for member_id in _whom_to_tell(case):
            publish(
                NoticeDue(
                    member_id=member_id,
                    kind="case_overdue",
                    title=_("Case %d waits for an answer longer than we promised") % case.number,
                    text="",
                    url=case.get_absolute_url(),
                    key=f"case-event-{event.pk}-{member_id}",
                )
            )
    return len(cases)


def _whom_to_tell(case: Case) -> list[int]:
    if case.assigned_to_id:
        return [case.assigned_to_id]
    team = Member.objects.active().filter(support_memberships__team=case.team_id)
    return list(team.values_list("pk", flat=True)) if case.team_id else []
