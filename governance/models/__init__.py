from governance.models.ballot import Ballot
from governance.models.counted import CountedBallot, ReceiptRoot, SupersededReceipt
from governance.models.policy import Policy, PolicyVersion
from governance.models.proposal import Proposal
from governance.models.roll import Roll, RollEntry
from governance.models.states import State
from governance.models.step import CompanyAnswer, ProposalStep, Signature
from governance.models.tally import Tally
from governance.models.text import ProposalOption, ProposalText

__all__ = [
    "Ballot",
    "CompanyAnswer",
    "CountedBallot",
    "Policy",
    "PolicyVersion",
    "Proposal",
    "ProposalOption",
    "ProposalStep",
    "ProposalText",
    "ReceiptRoot",
    "Roll",
    "RollEntry",
    "Signature",
    "State",
    "SupersededReceipt",
    "Tally",
]
