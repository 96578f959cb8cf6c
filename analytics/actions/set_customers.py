from datetime import date

from django.db import transaction

from accounts.models import Member
from analytics.events import CustomersCounted
from analytics.models import CustomerCount
from analytics.rules import may_set_assumptions
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def set_customers(
    *, by: Member, month: date, number: int, owner: str, source: str = ""
) -> CustomerCount:
    """Say how many customers were active in a month; what was said of it before stays in the history."""
    demand(may_set_assumptions(by))
    row = CustomerCount.objects.create(
        month=month.replace(day=1), number=number, owner=owner, source=source, set_by=by
    )
    publish(CustomersCounted(count_id=row.pk))
    return row
