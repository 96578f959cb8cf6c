from typing import Any

from accounts.events import InvitationAccepted, MemberDeleted, RoleGranted, RoleWithdrawn
from core.live import recheck
from events.registry import subscribe
from spaces.actions import forget_member
from spaces.events import SpaceChanged, SpaceRoleGranted, SpaceRoleWithdrawn
from spaces.models import Membership, Space


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
