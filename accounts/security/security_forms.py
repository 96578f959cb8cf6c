from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role


class AddKeyForm(AddWebAuthnForm):
    """A passkey by default; without the tick a plain security key that only confirms other ways."""

    name = forms.CharField(
        label=_("What do you call it?"), max_length=60, help_text=_("such as: my phone")
    )
    passwordless = forms.BooleanField(
        label=_("It may sign me in by itself"),
        required=False,
        initial=True,
        help_text=_("Your device then asks for your fingerprint, face or its code."),
    )


class SecondFactorForm(forms.Form):
    second_factor_roles = forms.MultipleChoiceField(
        label=_("A second factor is needed for"),
        choices=Role.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Whoever holds such a role, everywhere or in one space, sets up an authenticator app or a key before "
            "they see any other page. Set up your own first."
        ),
    )
