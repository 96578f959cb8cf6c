from accounts.actions.admission import decide_admission, settle_admission
from accounts.actions.advance_deletions import advance_deletions
from accounts.actions.avatar import remove_avatar, set_avatar, take_provider_picture
from accounts.actions.block import block_member, forget_blocks, unblock_member
from accounts.actions.consent import give_consent, withdraw_consent
from accounts.actions.deletion import (
    cancel_deletion,
    delete_member,
    finish_deletion,
    remind_of_deletion,
    request_deletion,
)
from accounts.actions.entrance import change_entrance
from accounts.actions.identities import remove_identity
from accounts.actions.invitation import invite, revoke_invitation
from accounts.actions.profile import change_profile
from accounts.actions.roles import grant_role, withdraw_role
from accounts.actions.sign_in import adopt_browser
from accounts.actions.trust import change_trust_rules, set_trust, settle_trust

__all__ = [
    "advance_deletions",
    "adopt_browser",
    "cancel_deletion",
    "delete_member",
    "finish_deletion",
    "remind_of_deletion",
    "request_deletion",
    "block_member",
    "change_entrance",
    "change_profile",
    "change_trust_rules",
    "decide_admission",
    "forget_blocks",
    "give_consent",
    "grant_role",
    "remove_identity",
    "invite",
    "remove_avatar",
    "revoke_invitation",
    "set_avatar",
    "set_trust",
    "settle_admission",
    "settle_trust",
    "take_provider_picture",
    "unblock_member",
    "withdraw_consent",
    "withdraw_role",
]
