from django import forms
from django.utils.translation import gettext_lazy as _

from moderation.models import Report


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Anything the community managers should know"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReasonForm(forms.Form):
    """The reason of a decision, as it will be read by everybody concerned."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The author, whoever reported it and the moderation log get to read it."),
        error_messages={"required": _("Write a reason: the people concerned get to read it.")},
    )
