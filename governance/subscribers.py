"""Who watches a vote is told that something changed; what, their page asks for."""

from core import live
from events.registry import subscribe
from governance.events import BallotCast, CommentOpened, ProposalDecided, VotingOpened


@subscribe(BallotCast, name="governance.show_turnout")
def show_turnout(fact: BallotCast) -> None:
    live.tell(f"proposal:{fact.proposal_id}", "turnout")


@subscribe(CommentOpened, VotingOpened, ProposalDecided, name="governance.show_stage")
def show_stage(fact: CommentOpened | VotingOpened | ProposalDecided) -> None:
    live.tell(f"proposal:{fact.proposal_id}", "stage")
