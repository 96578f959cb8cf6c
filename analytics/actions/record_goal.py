from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from analytics.events import GoalRecorded
from analytics.models import Goal
from events.publishing import publish


@transaction.atomic
def record_goal(
    *,
    member: Member,
    name: str,
    value: Decimal = Decimal(0),
    currency: str = "",
    reference: str = "",
    at: datetime | None = None,
) -> Goal:
    """Write down that a member reached a goal (bought, signed up); the same reference is written once."""
    if reference and (held := Goal.objects.filter(reference=reference).first()):
        return held
    goal = Goal.objects.create(
        member=member,
        name=name,
        value=value,
        currency=currency,
        reference=reference,
        at=at or timezone.now(),
    )
    publish(GoalRecorded(goal_id=goal.pk, member_id=member.pk))
    return goal
