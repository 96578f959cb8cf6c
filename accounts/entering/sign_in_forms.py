from typing import Any

from allauth.account.forms import LoginForm, SetPasswordForm
from allauth.core import context
from django.utils.translation import gettext_lazy as _

from accounts.entering.worded_forms import Worded
from accounts.security.reauthentication import demand_fresh


class PasswordLoginForm(Worded, LoginForm):
    """Sign in with a password.

    allauth drops the password where joining asks for none; here one joins without and may set one later.
    """

    def _setup_password_field(self) -> None:
        self.fields["login"].label = _("E-mail address")


class FirstPasswordForm(Worded, SetPasswordForm):
    """A first password is one more key to the account: allauth would let whoever finds a browser open set one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:
            demand_fresh(context.request)
