"""What allauth says when something is not right, in words that help."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class KindWords(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": _(
            "This account was closed. Write to us if you think it should not be."
        ),
        "email_password_mismatch": _(
            "Address and password do not go together. Look for a slip, or let us send you a code instead."
        ),
        "duplicate_email": _("This address is yours already."),
        "email_taken": _("This address belongs to another account here."),
        "enter_current_password": _("This is not your present password."),
        "incorrect_code": _("This is not the code. Look at the newest mail, or at your app."),
        "incorrect_password": _("This is not your password."),
        "invalid_or_expired_key": _("This link is used up or too old. Ask for a new one."),
        "invalid_login": _("Please type an e-mail address."),
        "invalid_password_reset": _("This link is used up or too old. Ask for a new one."),
        "max_email_addresses": _("More than %d addresses do not fit: remove one first."),
        "too_many_login_attempts": _(
            "That were many tries. Wait a few minutes, then try again; nothing you wrote is lost."
        ),
        "rate_limited": _("That was a little fast. Wait a few minutes, then try again."),
        "unverified_primary_email": _("Confirm this address first, by the code we send to it."),
        "cannot_remove_primary_email": _(
            "This is where we write to you: make another address the first one before you remove it."
        ),
    }
