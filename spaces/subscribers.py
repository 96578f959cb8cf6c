from typing import Any

from django.utils import timezone

from accounts.administration.merging import hand_over
from accounts.events import (
    InvitationAccepted,
    MemberDeleted,
    MembersMerged,
    RoleGranted,
    RoleWithdrawn,
)
from core.live import recheck
from events.registry import subscribe
from spaces.actions import forget_member
from spaces.events import SpaceChanged, SpaceRoleGranted, SpaceRoleWithdrawn
from spaces.models import Membership, Space, SpaceRole


@subscribe(
    RoleGranted,
    RoleWithdrawn,
    SpaceChanged,
    SpaceRoleGranted,
    SpaceRoleWithdrawn,
    name="spaces.recheck_live_rights",
)
def recheck_live_rights(fact: Any) -> None:
    """Open pages ask again what they may watch."""
    recheck()


@subscribe(InvitationAccepted, name="spaces.join_promised_space")
def join_promised_space(event: InvitationAccepted) -> None:
    """Who was invited to a space belongs to it, if it is still there."""
    if event.space_id and Space.objects.filter(pk=event.space_id).exists():
        Membership.objects.get_or_create(space_id=event.space_id, member_id=event.member_id)
        recheck()


@subscribe(MemberDeleted, name="spaces.forget_member")
def forget_their_places(fact: MemberDeleted) -> None:
    forget_member(member_id=fact.member_id)


@subscribe(MembersMerged, name="spaces.hand_over")
def hand_over_to_one_member(event: MembersMerged) -> None:
    """Where they belong goes along; roles do not: they are given anew by whoever wants it so."""
    held = SpaceRole.objects.in_force().filter(member=event.from_id)
    held.update(withdrawn_at=timezone.now(), withdrawn_by=event.by_id)
    hand_over(
        event,
        {
            Membership: ("member",),
            SpaceRole: ("member", "granted_by", "withdrawn_by"),
            Space: ("leader",),
        },
    )
    recheck()
