from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.events import RoleGranted, RoleWithdrawn
from accounts.models import Member, Role, RoleGrant
from accounts.rules import may_grant_roles
from core.rules import NotAllowed, demand
from events.publishing import publish


@transaction.atomic
def grant_role(*, by: Member, member: Member, role: str, reason: str = "") -> RoleGrant:
    """Give a role everywhere; giving one that is held changes nothing."""
    demand(may_grant_roles(by))
    grant, is_new = RoleGrant.objects.in_force().get_or_create(
        member=member, role=role, defaults={"granted_by": by, "reason": reason.strip()}
    )
    if is_new:
        publish(RoleGranted(member_id=member.pk, role=role, by_id=by.pk))
    return grant


@transaction.atomic
def withdraw_role(*, by: Member, member: Member, role: str, reason: str = "") -> bool:
    """Take a role back; False when it is not held. Raises NotAllowed for the last administrator's."""
    demand(may_grant_roles(by))
    if role == Role.ADMINISTRATOR:
        _keep_one_administrator(by, member)
    rows = RoleGrant.objects.in_force().filter(member=member, role=role)
    changed = rows.update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_reason=reason.strip()
    )
    if changed:
        publish(RoleWithdrawn(member_id=member.pk, role=role, by_id=by.pk))
    return bool(changed)


def _keep_one_administrator(by: Member, leaving: Member) -> None:
    """Two administrators who withdraw each other at once queue up here, and the second is none any more."""
    grants = RoleGrant.objects.in_force().filter(role=Role.ADMINISTRATOR, member__is_active=True)
    locked = grants.select_for_update(of=("self",)).order_by("pk")
    administrators = set(locked.values_list("member", flat=True))
    if by.pk not in administrators:
        raise NotAllowed(_("You are no administrator any more: somebody was quicker."))
    if administrators == {leaving.pk}:
        raise NotAllowed(_("This is the last administrator. Make somebody else one first."))
