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
    wants_votes = forms.BooleanField(
        label=_("Tell me of votes that I may take part in"),
        help_text=_(
            "Two mails a vote: when it opens, and a day before it ends. Both go to everybody on the roll, whether they have voted or not."
        ),
        required=False,
    )
