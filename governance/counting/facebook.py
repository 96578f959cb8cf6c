"""The two votes that Facebook held on its terms, counted by our code from the figures that were published.

April 2009: 665,654 ballots, 74.37 % for the new terms; 30 % of some 200 million active members would have made it binding.
December 2012: 589,141 ballots to keep the terms, 79,731 for new ones, which also ended such votes; over a billion members.
"""

from dataclasses import dataclass
from datetime import date

from governance.counting.methods import Count, count
from governance.counting.outcome import Decision, Rules, decide
from governance.counting.profile import NO, YES, Profile, Question

QUORUM_PERCENT = 30
NO_LOTS = bytes(32)  # neither vote was tied, so that none is drawn


@dataclass(frozen=True, slots=True)
class PastVote:
    """`roll_size` is what was published of the active members: some 200 million, and "over" a billion."""

    closed: date
    yes: int
    no: int
    roll_size: int

    @property
    def ballots(self) -> int:
        return self.yes + self.no


@dataclass(frozen=True, slots=True)
class Replay:
    vote: PastVote
    counted: Count
    decision: Decision

    @property
    def yes_percent(self) -> float:
        return 100 * self.vote.yes / self.vote.ballots

    @property
    def turnout_percent(self) -> float:
        return 100 * self.vote.ballots / self.vote.roll_size

    @property
    def bar(self) -> int:
        """The turnout in thousandths, and enough of it to be seen."""
        return max(2, round(10 * self.turnout_percent))


# The ballots for the new terms are the whole number that is 74.37 % of 665,654.
VOTE_2009 = PastVote(date(2009, 4, 23), yes=495_047, no=170_607, roll_size=200_000_000)
VOTE_2012 = PastVote(date(2012, 12, 10), yes=79_731, no=589_141, roll_size=1_000_000_000)


def replay(vote: PastVote) -> Replay:
    """Count it as a vote by yes or no under the rules it had."""
    question = Question.yes_no()
    profile = Profile({(YES,): vote.yes, (NO,): vote.no})
    counted = count(question, profile, root=NO_LOTS)
    rules = Rules(binding_quorum_percent=QUORUM_PERCENT)
    return Replay(vote, counted, decide(question, counted, rules, roll_size=vote.roll_size))
