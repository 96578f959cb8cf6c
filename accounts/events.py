from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberJoined:
    member_id: int


@dataclass(frozen=True, slots=True)
class MemberRenamed:
    """A member has another handle; addresses with the old one lead there."""

    member_id: int


@dataclass(frozen=True, slots=True)
class MemberSignedIn:
    """`browser_id` (text of a UUID) is the browser they came with, whose drafts and consents are now theirs."""

    member_id: int
    browser_id: str | None


@dataclass(frozen=True, slots=True)
class IdentityRemoved:
    """A member no longer signs in with an identity of this provider."""

    member_id: int
    provider: str


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


@dataclass(frozen=True, slots=True)
class AdmissionAsked:
    """Somebody signed up, proved their address, and waits for an administrator."""

    member_id: int


@dataclass(frozen=True, slots=True)
class MemberAdmitted:
    """Somebody who waited was let in: by an administrator, by an invitation's giver, or by what holds for all."""

    member_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class AdmissionRefused:
    member_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class InvitationAccepted:
    """A new member came by an invitation; `space_id` is a space they were promised."""

    invitation_id: int
    member_id: int
    space_id: int | None


@dataclass(frozen=True, slots=True)
class ActingStarted:
    """An administrator acts as a member from now on."""

    session_id: int


@dataclass(frozen=True, slots=True)
class ActingEnded:
    session_id: int


@dataclass(frozen=True, slots=True)
class MemberSuspended:
    member_id: int


@dataclass(frozen=True, slots=True)
class SuspensionLifted:
    member_id: int


@dataclass(frozen=True, slots=True)
class MembersMerged:
    """Everything of the first becomes the second's: each app moves its own rows."""

    from_id: int
    to_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class MemberDeleted:
    """A member is gone: their row is a tombstone. Each app now sweeps its own floor.

    What they were called is in the Deletion's traces (see accounts.forgetting) until all have done so.
    """

    member_id: int
    takes_posts: bool
    deletion_id: int


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """A member changed their picture, how they are described, or who sees it."""

    member_id: int


@dataclass(frozen=True, slots=True)
class MemberBlocked:
    blocker_id: int
    blocked_id: int


@dataclass(frozen=True, slots=True)
class MemberUnblocked:
    blocker_id: int
    blocked_id: int


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    answer_id: int
    question_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class AnswerWithdrawn:
    question_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class ProfileQuestionSaved:
    question_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class IdentityProviderChanged:
    """`change`: added, changed, switched_on, switched_off, moved or removed."""

    provider_id: int
    change: str
    by_id: int
