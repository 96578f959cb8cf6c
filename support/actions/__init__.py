from support.actions.answer_case import answer_case, close_case, reopen_case, take_case
from support.actions.answers import offer_answers, open_answer, solve_enquiry
from support.actions.enquiry import NotYours, claim_enquiries, save_enquiry, settle_left_enquiries
from support.actions.forget_member import forget_member
from support.actions.open_case import open_case
from support.actions.receive_case import Received, receive_case, receive_cases
from support.actions.write_on_case import write_on_case

__all__ = [
    "NotYours",
    "Received",
    "answer_case",
    "claim_enquiries",
    "close_case",
    "forget_member",
    "offer_answers",
    "open_answer",
    "open_case",
    "receive_case",
    "receive_cases",
    "reopen_case",
    "save_enquiry",
    "settle_left_enquiries",
    "solve_enquiry",
    "take_case",
    "write_on_case",
]
