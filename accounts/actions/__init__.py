from accounts.actions.activity import note_activity
from accounts.actions.admission import decide_admission, settle_admission
from accounts.actions.advance_deletions import advance_deletions
from accounts.actions.avatar import remove_avatar, set_avatar, take_provider_picture
from accounts.actions.block import block_member, forget_blocks, unblock_member
from accounts.actions.claim import claim_acts, claim_for_mail, sweep_claims
from accounts.actions.consent import give_consent, withdraw_consent
from accounts.actions.deletion import (
    cancel_deletion,
    delete_member,
    finish_deletion,
    remind_of_deletion,
    request_deletion,
)
from accounts.actions.entrance import change_entrance
from accounts.actions.export import (
    make_export,
    make_waiting_exports,
    request_export,
    sweep_exports,
)
from accounts.actions.handle import rename_member
from accounts.actions.identities import remove_identity
from accounts.actions.identity_provider import (
    add_provider,
    change_provider,
    move_provider,
    remove_provider,
    switch_provider,
)
from accounts.actions.invitation import invite, revoke_invitation
from accounts.actions.profile import change_profile
from accounts.actions.questions import (
    answer_question,
    save_question,
    skip_question,
    want_questions,
    withdraw_answer,
)
from accounts.actions.roles import grant_role, withdraw_role
from accounts.actions.sign_in import adopt_browser
from accounts.actions.trust import change_trust_rules, set_trust, settle_trust
from accounts.actions.waiting import do_act, keep_act, settle_act, sweep_waiting, try_act

__all__ = [
    "add_provider",
    "adopt_browser",
    "advance_deletions",
    "answer_question",
    "block_member",
    "cancel_deletion",
    "change_entrance",
    "change_profile",
    "change_provider",
    "change_trust_rules",
    "claim_acts",
    "claim_for_mail",
    "decide_admission",
    "delete_member",
    "do_act",
    "finish_deletion",
    "forget_blocks",
    "give_consent",
    "grant_role",
    "invite",
    "keep_act",
    "make_export",
    "make_waiting_exports",
    "move_provider",
    "note_activity",
    "remind_of_deletion",
    "remove_avatar",
    "remove_identity",
    "remove_provider",
    "rename_member",
    "request_deletion",
    "request_export",
    "revoke_invitation",
    "save_question",
    "set_avatar",
    "set_trust",
    "settle_act",
    "settle_admission",
    "settle_trust",
    "skip_question",
    "sweep_claims",
    "sweep_exports",
    "sweep_waiting",
    "switch_provider",
    "take_provider_picture",
    "try_act",
    "unblock_member",
    "want_questions",
    "withdraw_answer",
    "withdraw_consent",
    "withdraw_role",
]
