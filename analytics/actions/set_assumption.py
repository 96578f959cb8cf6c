from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from analytics.events import AssumptionSet
from analytics.models import Assumption
from analytics.rules import may_set_assumptions
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def set_assumption(
    *,
    by: Member,
    name: str,
    value: Decimal,
    low: Decimal | None = None,
    high: Decimal | None = None,
    currency: str = "",
    channel: str = "",
    owner: str,
    source: str = "",
    set_at: datetime | None = None,
) -> Assumption:
    """Say what the figures shall take for granted from now on; what was said before stays in the history."""
    demand(may_set_assumptions(by))
    assumption = Assumption.objects.create(
        name=name,
        value=value,
        low=value if low is None else low,
        high=value if high is None else high,
        currency=currency,
        channel=channel,
        owner=owner,
        source=source,
        set_by=by,
        set_at=set_at or timezone.now(),
    )
    publish(AssumptionSet(assumption_id=assumption.pk, name=name))
    return assumption
