from governance.models.ballot import Ballot
from governance.models.policy import Policy, PolicyVersion
from governance.models.proposal import Proposal
from governance.models.roll import Roll, RollEntry
from governance.models.tally import Tally

__all__ = ["Ballot", "Policy", "PolicyVersion", "Proposal", "Roll", "RollEntry", "Tally"]
