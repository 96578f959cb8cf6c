from django.db import transaction

from accounts.models import Member
from events.publishing import publish
from support.actions.recording import record
from support.events import CaseOpened
from support.models import Case, CaseEvent, Team
from support.promises import start_clocks


@transaction.atomic
def begin_case(*, case: Case, by: Member | None = None, why: str = "") -> Case:
    """Keep a case that has just come in, whichever way: it goes to its product's team, and its clocks start."""
    if case.team_id is None and case.product_id:
        case.team = Team.objects.filter(products=case.product_id).order_by("pk").first()
    start_clocks(case, case.opened_at)
    case.save(force_insert=True)
    record(case, CaseEvent.Kind.OPENED, by=by, became=case.channel, why=why)
    publish(CaseOpened(case_id=case.pk))
    return case
