from governance.actions.accept_policy import accept_policy, ask_acceptance, ask_no_more
from governance.actions.advance import advance_proposals
from governance.actions.amend import (
    answer_clause,
    decline_amendment,
    forget_amendments,
    propose_amendment,
    support_amendment,
    support_no_more,
    take_amendment,
    withdraw_amendment,
)
from governance.actions.argue import argue, pin_argument, unpin_argument
from governance.actions.cast_ballot import ReceiptUsed, cast_ballot
from governance.actions.close_voting import close_voting
from governance.actions.count_turnout import count_turnout, settle_turnout
from governance.actions.decide import decide
from governance.actions.establish_policy import establish_policy
from governance.actions.fix_roll import fix_roll
from governance.actions.new_version import new_version
from governance.actions.object_to_roll import answer_objection, object_to_roll
from governance.actions.open_comments import open_comments
from governance.actions.open_voting import open_voting
from governance.actions.propose import propose
from governance.actions.put_in_force import put_in_force
from governance.actions.rename_in_proposals import rename_in_proposals
from governance.actions.revise_text import revise_text
from governance.actions.tell_of_acceptance import tell_of_acceptance
from governance.actions.translate_policy import translate_policy
from governance.actions.write_tally_file import write_due_tally_files

__all__ = [
    "answer_objection",
    "fix_roll",
    "object_to_roll",
    "ReceiptUsed",
    "accept_policy",
    "advance_proposals",
    "answer_clause",
    "argue",
    "ask_acceptance",
    "ask_no_more",
    "cast_ballot",
    "close_voting",
    "count_turnout",
    "decide",
    "decline_amendment",
    "establish_policy",
    "forget_amendments",
    "new_version",
    "open_comments",
    "open_voting",
    "pin_argument",
    "propose",
    "propose_amendment",
    "put_in_force",
    "rename_in_proposals",
    "revise_text",
    "settle_turnout",
    "support_amendment",
    "support_no_more",
    "take_amendment",
    "tell_of_acceptance",
    "translate_policy",
    "unpin_argument",
    "withdraw_amendment",
    "write_due_tally_files",
]
