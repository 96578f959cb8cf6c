"""What a count means under the rules that were fixed before the vote opened."""

from dataclasses import dataclass
from enum import StrEnum

from governance.counting.methods import Count
from governance.counting.profile import Question
from governance.quorum import needed_ballots


class Majority(StrEnum):
    HALF = "half"
    TWO_THIRDS = "two_thirds"


class Tier(StrEnum):
    """How much a result binds, by how many took part."""

    BINDING = "binding"
    MUST_ANSWER = "must_answer"
    ADVISORY = "advisory"


class Outcome(StrEnum):
    """What members said. Only `adopted` changes a text; how much it binds is the tier's matter."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    TIE = "tie"
    NO_MAJORITY = "no_majority"
    NO_BALLOTS = "no_ballots"
    ALL_WITHDRAWN = "all_withdrawn"


@dataclass(frozen=True, slots=True)
class Rules:
    """What was fixed before the vote opened. Percentages are of the roll."""

    binding_quorum_percent: int = 30
    answer_quorum_percent: int = 10
    majority: Majority = Majority.HALF
    is_advisory: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    tier: Tier
    needed_to_bind: int
    needed_to_answer: int


def decide(question: Question, counted: Count, rules: Rules, *, roll_size: int) -> Decision:
    """Say what was decided, and how much it binds. Abstentions take part: they count for the quorum."""
    to_bind = needed_ballots(roll_size, rules.binding_quorum_percent)
    to_answer = needed_ballots(roll_size, rules.answer_quorum_percent)
    if counted.ballots >= to_bind and not rules.is_advisory:
        tier = Tier.BINDING
    else:
        tier = Tier.MUST_ANSWER if counted.ballots >= to_answer else Tier.ADVISORY
    return Decision(_outcome(question, counted, rules.majority), tier, to_bind, to_answer)


def _outcome(question: Question, counted: Count, majority: Majority) -> Outcome:
    if not set(question.standing) - {question.keeps}:
        return Outcome.ALL_WITHDRAWN
    if not counted.ballots:
        return Outcome.NO_BALLOTS
    if counted.winner is None:
        return Outcome.NO_MAJORITY
    if counted.winner == question.keeps:
        return Outcome.TIE if counted.tied else Outcome.REJECTED
    if majority == Majority.TWO_THIRDS:
        carried = 3 * counted.votes >= 2 * counted.voices
    else:
        carried = 2 * counted.votes > counted.voices
    return Outcome.ADOPTED if carried else Outcome.NO_MAJORITY
