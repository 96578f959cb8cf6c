from support.models.case import Case
from support.models.enquiry import Enquiry
from support.models.message import CaseMessage
from support.models.offered import OfferedAnswer

__all__ = ["Case", "CaseMessage", "Enquiry", "OfferedAnswer"]
