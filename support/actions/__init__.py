from support.actions.add_files import add_files
from support.actions.answer_case import answer_case
from support.actions.answers import offer_answers, open_answer, reject_answer, solve_enquiry
from support.actions.ask_community import ask_community, note_question
from support.actions.begin_case import begin_case
from support.actions.enquiry import (
    NotYours,
    carry_over,
    claim_enquiries,
    save_enquiry,
    settle_left_enquiries,
)
from support.actions.forget_member import forget_member
from support.actions.keep import allow_origin, refuse_origin, save_product, set_holdout_share
from support.actions.link_case import link_case, unlink_case
from support.actions.matters import reopen_cases_of_topic, solve_cases_of_topic
from support.actions.merge_cases import merge_cases
from support.actions.open_case import open_case
from support.actions.open_unanswered import open_unanswered
from support.actions.publish_answer import (
    answer_publication,
    ask_to_publish_answer,
    withdraw_question,
)
from support.actions.receive_case import Received, receive_case, receive_cases
from support.actions.set_up import (
    save_answer_clock,
    save_hours,
    save_promises,
    save_team,
    stop_answer_clock,
)
from support.actions.sort_case import set_case_tags, set_priority, set_team
from support.actions.turn_case import (
    assign_case,
    close_case,
    close_solved_cases,
    reopen_case,
    solve_case,
    take_case,
)
from support.actions.undo_case_event import undo_case_event
from support.actions.watch_clocks import watch_clocks
from support.actions.work_on_many import Worked, undo_batch, work_on_many
from support.actions.write_on_case import Written, write_on_case

__all__ = [
    "NotYours",
    "Received",
    "Worked",
    "Written",
    "add_files",
    "allow_origin",
    "answer_case",
    "answer_publication",
    "ask_community",
    "ask_to_publish_answer",
    "assign_case",
    "begin_case",
    "carry_over",
    "claim_enquiries",
    "close_case",
    "close_solved_cases",
    "forget_member",
    "link_case",
    "merge_cases",
    "note_question",
    "offer_answers",
    "open_answer",
    "open_case",
    "open_unanswered",
    "receive_case",
    "receive_cases",
    "refuse_origin",
    "reject_answer",
    "reopen_case",
    "reopen_cases_of_topic",
    "save_answer_clock",
    "save_enquiry",
    "save_hours",
    "save_product",
    "save_promises",
    "save_team",
    "set_case_tags",
    "set_holdout_share",
    "set_priority",
    "set_team",
    "settle_left_enquiries",
    "solve_case",
    "solve_cases_of_topic",
    "solve_enquiry",
    "stop_answer_clock",
    "take_case",
    "undo_batch",
    "undo_case_event",
    "unlink_case",
    "watch_clocks",
    "withdraw_question",
    "work_on_many",
    "write_on_case",
]
