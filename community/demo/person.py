"""What we know of a person of the demo community, and two short ways to write one down."""

from dataclasses import dataclass
from typing import Literal

Role = Literal["member", "newcomer", "evangelist", "manager", "agent", "executive", "administrator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone with an account. `joined` is in days ago; `trust` runs from 0 (new) to 4 (leader).

    `analytics` and `leads` say what they allowed in the consent banner.
    """

    sub: str
    handle: str
    name: str
    place: str
    bio: str
    email: str = ""
    role: Role = "member"
    trust: int = 1
    joined: int = 180
    analytics: bool = False
    leads: bool = False

    @property
    def is_staff(self) -> bool:
        return self.role not in {"member", "newcomer"}


def staff(handle: str, name: str, role: Role, place: str, bio: str) -> Person:
    return Person(
        sub=f"fennimore-{handle}",
        handle=handle,
        name=name,
        email=f"{handle}@fennimore.example",
        role=role,
        place=place,
        bio=bio,
        trust=4,
        joined=185,
    )


def member(
    handle: str,
    name: str,
    place: str,
    bio: str,
    *,
    trust: int = 1,
    joined: int = 170,
    allows: str = "",
    role: Role = "member",
) -> Person:
    return Person(
        sub=f"customer-{handle}",
        handle=handle,
        name=name,
        email=f"{handle}@mail.example",
        role=role,
        place=place,
        bio=bio,
        trust=trust,
        joined=joined,
        analytics="analytics" in allows,
        leads="leads" in allows,
    )
