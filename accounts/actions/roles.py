from django.db import transaction
from django.utils import timezone

from accounts.events import RoleGranted, RoleWithdrawn
from accounts.models import Member, RoleGrant
from accounts.rules import may_grant_roles
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def grant_role(*, by: Member, member: Member, role: str) -> RoleGrant:
    """Give a role everywhere; giving one that is held changes nothing."""
    demand(may_grant_roles(by))
    grant, is_new = RoleGrant.objects.in_force().get_or_create(
        member=member, role=role, defaults={"granted_by": by}
    )
    if is_new:
        publish(RoleGranted(member_id=member.pk, role=role, by_id=by.pk))
    return grant


@transaction.atomic
def withdraw_role(*, by: Member, member: Member, role: str) -> bool:
    demand(may_grant_roles(by))
    rows = RoleGrant.objects.in_force().filter(member=member, role=role)
    changed = rows.update(withdrawn_at=timezone.now(), withdrawn_by=by)
    if changed:
        publish(RoleWithdrawn(member_id=member.pk, role=role, by_id=by.pk))
    return bool(changed)
