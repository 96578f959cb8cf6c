from governance.counting.methods import count
from governance.counting.outcome import Outcome, decide
from governance.counting.tally_file import tally_facts
from governance.models import Proposal, Tally
from governance.tallies import ballots_root, profile_of, question_and_titles, rules_of


def count_ballots(*, proposal: Proposal) -> Tally:
    """The tally of the proposal's counted ballots, not saved yet.

    Part of the close, in its transaction: after the box was emptied, before the tally is written. Raises ValueError on
    a ballot that is no answer to the question; then nothing is closed, and the log says so each time.
    """
    question, _titles = question_and_titles(proposal)
    roll = proposal.roll
    root = ballots_root(proposal.pk)
    counted = count(question, profile_of(proposal.pk), root=root)
    decision = decide(question, counted, rules_of(proposal), roll_size=roll.size)
    return Tally(
        proposal=proposal,
        method=proposal.method,
        ballots=counted.ballots,
        abstain=counted.abstained,
        roll_size=roll.size,
        shown=roll.shown_count,
        needed=decision.needed_to_bind,
        needed_to_answer=decision.needed_to_answer,
        counts=tally_facts(counted, decision),
        winner=None if decision.outcome == Outcome.TIE else counted.winner,
        tier=decision.tier,
        outcome=decision.outcome,
        merkle_root=root,
    )
