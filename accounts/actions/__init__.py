from accounts.actions.consent import give_consent, withdraw_consent
from accounts.actions.entrance import change_entrance
from accounts.actions.roles import grant_role, withdraw_role
from accounts.actions.sign_in import adopt_browser

__all__ = [
    "adopt_browser",
    "change_entrance",
    "give_consent",
    "grant_role",
    "withdraw_consent",
    "withdraw_role",
]
