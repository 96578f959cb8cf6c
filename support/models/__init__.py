from support.models.case import Case
from support.models.embed import EmbedOrigin
from support.models.enquiry import Enquiry
from support.models.file import CaseFile
from support.models.hours import BusinessHours
from support.models.link import CaseLink
from support.models.message import CaseMessage, MessageSource
from support.models.offered import OfferedAnswer
from support.models.product import Product
from support.models.promise import AnswerClock, Priority, Promise
from support.models.publication import CasePublication
from support.models.record import CaseEvent
from support.models.share import HoldoutShare
from support.models.team import Team, TeamMembership

__all__ = [
    "AnswerClock",
    "BusinessHours",
    "Case",
    "CaseEvent",
    "CaseFile",
    "CaseLink",
    "CaseMessage",
    "CasePublication",
    "EmbedOrigin",
    "Enquiry",
    "HoldoutShare",
    "MessageSource",
    "OfferedAnswer",
    "Priority",
    "Product",
    "Promise",
    "Team",
    "TeamMembership",
]
