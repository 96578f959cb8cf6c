from django.db import transaction

from accounts.models import Member
from analytics.metrics import BY_NAME
from analytics.models import FigureOwner
from analytics.rules import may_set_assumptions
from core.rules import demand


@transaction.atomic
def name_owner(*, by: Member, metric: str, owner: str) -> FigureOwner:
    """Say who answers for a figure from now on; empty: nobody. What was said before stays. Raises KeyError of no figure."""
    demand(may_set_assumptions(by))
    return FigureOwner.objects.create(metric=BY_NAME[metric].name, owner=owner, set_by=by)
