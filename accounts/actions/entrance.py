from typing import Any

from django.db import transaction

from accounts.entering.entrance import forget_entrance
from accounts.events import EntranceChanged
from accounts.models import Entrance, IdentityProvider, Member
from accounts.providers.known import given_by_environment
from accounts.rules import may_leave_ways, may_set_entrance
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def change_entrance(*, by: Member, **fields: Any) -> Entrance:
    """Set the named fields of the entrance; the others stay as they are."""
    demand(may_set_entrance(by))
    Entrance.objects.get_or_create(pk=1)
    entrance = Entrance.objects.select_for_update().get(pk=1)
    for name, value in fields.items():
        setattr(entrance, name, value)
    demand(
        may_leave_ways(
            by_code=entrance.by_code,
            by_password=entrance.by_password,
            providers=IdentityProvider.objects.switched_on().exists()
            or bool(given_by_environment()),
        )
    )
    entrance.full_clean()
    entrance.save()
    publish(EntranceChanged(by_id=by.pk))
    forget_entrance()
    transaction.on_commit(forget_entrance)  # what another thread read meanwhile is forgotten too
    return entrance
