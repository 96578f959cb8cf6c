from allauth.account.forms import LoginForm
from django.utils.translation import gettext_lazy as _


class PasswordLoginForm(LoginForm):
    """Sign in with a password.

    allauth drops the password where joining asks for none; here one joins without and may set one later.
    """

    def _setup_password_field(self) -> None:
        self.fields["login"].label = _("E-mail address")
