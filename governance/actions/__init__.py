from governance.actions.accept_policy import accept_policy, ask_acceptance, ask_no_more
from governance.actions.advance import advance_proposals
from governance.actions.amend import (
    answer_clause,
    decline_amendment,
    forget_amendments,
    propose_amendment,
    recount_supports,
    support_amendment,
    support_no_more,
    take_amendment,
    withdraw_amendment,
)
from governance.actions.announce import announce
from governance.actions.answering import answer_vote, note_missed_answer
from governance.actions.argue import argue, pin_argument, unpin_argument
from governance.actions.calling import call_to_vote, note_commenters
from governance.actions.cast_ballot import ReceiptUsed, cast_ballot
from governance.actions.close_comments import close_comments
from governance.actions.close_voting import close_voting
from governance.actions.count_turnout import count_turnout, settle_turnout
from governance.actions.decide import decide
from governance.actions.drafting import draft_proposal, edit_draft
from governance.actions.ending import declare_void, lapse, withdraw_option, withdraw_proposal
from governance.actions.establish_policy import establish_policy
from governance.actions.fix_roll import fix_roll
from governance.actions.new_version import new_version
from governance.actions.object_to_roll import answer_objection, object_to_roll
from governance.actions.open_comments import open_comments
from governance.actions.open_voting import open_voting
from governance.actions.petition import (
    forget_signatures,
    open_petition,
    recount_signatures,
    settle_petition,
    sign_petition,
    unsign_petition,
)
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
    "announce",
    "answer_clause",
    "answer_vote",
    "argue",
    "ask_acceptance",
    "ask_no_more",
    "call_to_vote",
    "cast_ballot",
    "close_comments",
    "close_voting",
    "count_turnout",
    "decide",
    "declare_void",
    "decline_amendment",
    "draft_proposal",
    "edit_draft",
    "establish_policy",
    "forget_amendments",
    "forget_signatures",
    "lapse",
    "new_version",
    "note_commenters",
    "note_missed_answer",
    "open_comments",
    "open_petition",
    "open_voting",
    "pin_argument",
    "propose",
    "propose_amendment",
    "recount_supports",
    "put_in_force",
    "recount_signatures",
    "rename_in_proposals",
    "revise_text",
    "settle_petition",
    "settle_turnout",
    "sign_petition",
    "support_amendment",
    "support_no_more",
    "take_amendment",
    "tell_of_acceptance",
    "translate_policy",
    "unpin_argument",
    "unsign_petition",
    "withdraw_amendment",
    "withdraw_option",
    "withdraw_proposal",
    "write_due_tally_files",
]
