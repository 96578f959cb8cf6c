"""Roles in one space, given and withdrawn with a reason; those held everywhere are the accounts app's."""

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.rules import may_grant_roles
from core.rules import demand
from events.publishing import publish
from spaces.events import SpaceRoleGranted, SpaceRoleWithdrawn
from spaces.models import Space, SpaceRole


@transaction.atomic
def grant_space_role(
    *, by: Member, member: Member, space: Space, role: str, reason: str = ""
) -> SpaceRole:
    """Give a role in one space; giving one that is held changes nothing."""
    demand(may_grant_roles(by))
    grant, is_new = SpaceRole.objects.in_force().get_or_create(
        space=space, member=member, role=role, defaults={"granted_by": by, "reason": reason.strip()}
    )
    if is_new:
        publish(SpaceRoleGranted(member_id=member.pk, space_id=space.pk, role=role, by_id=by.pk))
    return grant


@transaction.atomic
def withdraw_space_role(*, by: Member, grant: SpaceRole, reason: str = "") -> bool:
    """Take a role in one space back; False when it was taken back already."""
    demand(may_grant_roles(by))
    rows = SpaceRole.objects.in_force().filter(pk=grant.pk)
    if not rows.update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_reason=reason.strip()
    ):
        return False
    publish(
        SpaceRoleWithdrawn(
            member_id=grant.member_id, space_id=grant.space_id, role=grant.role, by_id=by.pk
        )
    )
    return True
