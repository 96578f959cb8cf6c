from support.models.case import Case
from support.models.embed import EmbedOrigin
from support.models.enquiry import Enquiry
from support.models.message import CaseMessage
from support.models.offered import OfferedAnswer
from support.models.product import Product
from support.models.share import HoldoutShare

__all__ = [
    "Case",
    "CaseMessage",
    "EmbedOrigin",
    "Enquiry",
    "HoldoutShare",
    "OfferedAnswer",
    "Product",
]
