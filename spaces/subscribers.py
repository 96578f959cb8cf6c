from typing import Any

from accounts.events import RoleGranted, RoleWithdrawn
from core.live import recheck
from events.registry import subscribe
from spaces.events import SpaceChanged, SpaceRoleGranted, SpaceRoleWithdrawn


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
