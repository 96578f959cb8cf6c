from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberJoined:
    member_id: int


@dataclass(frozen=True, slots=True)
class MemberSignedIn:
    """`browser_id` (text of a UUID) is the browser they came with, whose drafts and consents are now theirs."""

    member_id: int
    browser_id: str | None


@dataclass(frozen=True, slots=True)
class ConsentGiven:
    """A person agreed to a purpose: a member, a browser, or both once signed in."""

    consent_id: int
    purpose: str
    member_id: int | None
    browser_id: str | None


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    consent_id: int
    purpose: str
    member_id: int | None
    browser_id: str | None


@dataclass(frozen=True, slots=True)
class RoleGranted:
    member_id: int
    role: str
    by_id: int | None


@dataclass(frozen=True, slots=True)
class RoleWithdrawn:
    member_id: int
    role: str
    by_id: int | None


@dataclass(frozen=True, slots=True)
class EntranceChanged:
    """An administrator changed how people come in."""

    by_id: int


@dataclass(frozen=True, slots=True)
class TrustChanged:
    """A member rose or fell, by the rules or by hand (`by_id`)."""

    change_id: int
    member_id: int
    from_level: int
    to_level: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class TrustAtRisk:
    """A member will lose their level at a date unless what was upheld against them is taken back."""

    caution_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class TrustRulesChanged:
    by_id: int
