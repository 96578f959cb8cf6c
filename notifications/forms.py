from django import forms
from django.utils.translation import gettext_lazy as _


class MailChoiceForm(forms.Form):
    wants_mail = forms.BooleanField(
        label=_("Write to me by mail when I am away"),
        help_text=_(
            "Replies, mentions and solutions in what you follow. The inbox here always has them."
        ),
        required=False,
    )
