"""What one writes down for a proposal before it is one."""

from dataclasses import dataclass, field

from governance.models import Policy, Proposal
from governance.models.proposal import default_roll_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class TextDraft:
    """The whole text of a policy as it would read; `option` is the position it stands for."""

    policy: Policy
    source: str
    summary: str = ""
    option: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionDraft:
    title: str
    description: str = ""
    is_status_quo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How it is decided. Fixed when voting opens; see the columns of the same names."""

    method: str = Proposal.Method.YES_NO
    binding_quorum_percent: int = 30
    answer_quorum_percent: int = 10
    majority: str = Proposal.Majority.HALF
    is_advisory: bool = False
    answer_within_days: int = 30
    in_force_after_days: int = 14
    comment_days: int = 30
    voting_days: int = 7
    threshold: int = 7000
    threshold_percent_of_active: int = 10
    roll_rule: dict[str, int] = field(default_factory=default_roll_rule)
