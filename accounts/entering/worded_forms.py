"""allauth's forms in the words of this place: a label says what belongs in a field, and nothing is said twice."""

from typing import Any

from allauth.account import forms as theirs
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as apps
from django.forms import Form
from django.utils.translation import gettext_lazy as _


class Worded(Form):
    """allauth repeats each label as grey text inside the field, which is gone once one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name == "email":
                field.label = _("E-mail address")


class JoinForm(Worded, theirs.SignupForm): ...


class AddressForm(Worded, theirs.AddEmailForm): ...


class OtherAddressForm(Worded, theirs.ChangeEmailForm): ...


class CodeWantedForm(Worded, theirs.RequestLoginCodeForm): ...


class SignInCodeForm(Worded, theirs.ConfirmLoginCodeForm): ...


class AddressCodeForm(Worded, theirs.ConfirmEmailVerificationCodeForm): ...


class PasswordLostForm(Worded, theirs.ResetPasswordForm): ...


class NewPasswordForm(Worded, theirs.ResetPasswordKeyForm): ...


class PasswordChangeForm(Worded, theirs.ChangePasswordForm): ...


class PasswordAgainForm(Worded, theirs.ReauthenticateForm): ...


class SecondFactorCodeForm(Worded, factors.AuthenticateForm): ...


class SecondFactorAgainForm(Worded, factors.ReauthenticateForm): ...


class AppForm(Worded, apps.ActivateTOTPForm): ...
