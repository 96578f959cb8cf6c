from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SpaceChanged:
    """A space was made or changed; who may see it may have changed with it."""

    space_id: int


@dataclass(frozen=True, slots=True)
class SpaceRoleGranted:
    member_id: int
    space_id: int
    role: str
    by_id: int


@dataclass(frozen=True, slots=True)
class SpaceRoleWithdrawn:
    member_id: int
    space_id: int
    role: str
    by_id: int
