from governance.models.acceptance import AcceptanceDemand, AcceptanceRound, PolicyAcceptance
from governance.models.box import BallotBox
from governance.models.commenting import (
    Amendment,
    AmendmentSupport,
    Argument,
    ClauseAnswer,
    TextRevision,
)
from governance.models.counted import CountedBallot, ReceiptRoot, SupersededReceipt
from governance.models.objection import RollObjection
from governance.models.policy import Policy, PolicyVersion
from governance.models.proposal import Proposal
from governance.models.roll import Roll, RollEntry, RollPage
from governance.models.states import State
from governance.models.step import CompanyAnswer, ProposalStep, Signature
from governance.models.tally import Tally
from governance.models.tally_file import TallyFile
from governance.models.text import PolicyClaim, ProposalOption, ProposalText
from governance.models.translation import PolicyTranslation

__all__ = [
    "AcceptanceDemand",
    "AcceptanceRound",
    "Amendment",
    "AmendmentSupport",
    "Argument",
    "BallotBox",
    "ClauseAnswer",
    "CompanyAnswer",
    "CountedBallot",
    "Policy",
    "PolicyAcceptance",
    "PolicyClaim",
    "PolicyTranslation",
    "PolicyVersion",
    "Proposal",
    "ProposalOption",
    "ProposalStep",
    "ProposalText",
    "ReceiptRoot",
    "Roll",
    "RollEntry",
    "RollObjection",
    "RollPage",
    "Signature",
    "State",
    "SupersededReceipt",
    "Tally",
    "TallyFile",
    "TextRevision",
]
