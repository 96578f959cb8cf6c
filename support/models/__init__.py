from support.models.case import Case
from support.models.enquiry import Enquiry
from support.models.message import CaseMessage
from support.models.offered import OfferedAnswer
from support.models.product import Product

__all__ = ["Case", "CaseMessage", "Enquiry", "OfferedAnswer", "Product"]
