"""What happens to proposals and votes. Never that or what anybody chose: a ballot is no event."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PolicyEstablished:
    policy_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ProposalDrafted:
    """Written, or written anew; nobody but its author and managers sees it."""

    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PetitionOpened:
    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PetitionSigned:
    """Somebody signed; who, is theirs."""

    proposal_id: int


@dataclass(frozen=True, slots=True)
class ProposalAnnounced:
    proposal_id: int
    policy_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class CommentOpened:
    proposal_id: int
    topic_id: int | None


@dataclass(frozen=True, slots=True)
class CommentClosed:
    proposal_id: int


@dataclass(frozen=True, slots=True)
class ProposalCalled:
    """The dates of its vote are set; by nobody where those who discussed it were enough."""

    proposal_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn:
    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class OptionWithdrawn:
    proposal_id: int
    option_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ProposalLapsed:
    proposal_id: int


@dataclass(frozen=True, slots=True)
class VotingOpened:
    proposal_id: int
    roll_id: int


@dataclass(frozen=True, slots=True)
class VotingClosed:
    proposal_id: int


@dataclass(frozen=True, slots=True)
class ProposalDecided:
    """What follows from the count: `outcome` and `tier` as in its tally."""

    proposal_id: int
    outcome: str
    tier: str = ""


@dataclass(frozen=True, slots=True)
class PolicyChanged:
    """A decided text came into force."""

    policy_id: int
    version_id: int
    proposal_id: int


@dataclass(frozen=True, slots=True)
class PolicyTranslated:
    translation_id: int
    policy_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AcceptanceAsked:
    """From now on members are asked to accept the policy. `demand_id` says who asked, and why."""

    demand_id: int
    policy_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AcceptanceAskedNoMore:
    demand_id: int
    policy_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AcceptanceDue:
    """Members after the one and up to the other, of those who have not accepted, are to hear of a round."""

    round_id: int
    after_id: int
    up_to_id: int


@dataclass(frozen=True, slots=True)
class ArgumentPinned:
    argument_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ArgumentUnpinned:
    argument_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AmendmentProposed:
    amendment_id: int
    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AmendmentAnswered:
    """Taken into the text, or declined."""

    amendment_id: int
    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ClauseAnswered:
    answer_id: int
    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class TextRevised:
    """A proposed text was changed before its vote; whether the discussion began anew is in the revision."""

    revision_id: int
    proposal_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class RollObjectionMade:
    proposal_id: int
    objection_id: int


@dataclass(frozen=True, slots=True)
class RollObjectionAnswered:
    proposal_id: int
    objection_id: int


@dataclass(frozen=True, slots=True)
class VoteVoided:
    """An open vote ended without a count."""

    proposal_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class VoteAnswered:
    proposal_id: int
    by_id: int
    decision: str


@dataclass(frozen=True, slots=True)
class AnswerMissed:
    """The date by which the company owed its answer has passed."""

    proposal_id: int
