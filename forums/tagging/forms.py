from django import forms
from django.utils.translation import gettext_lazy as _

from forums.tagging.names import LONGEST

WHY = _("Stays on the record.")


class TagForm(forms.Form):
    name = forms.CharField(
        label=_("Name"), max_length=LONGEST,
        help_text=_("Under a new name the tag keeps its conversations; the old one becomes a synonym."),
    )  # fmt: skip
    description = forms.CharField(
        label=_("What it is for"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=WHY)


class SynonymForm(forms.Form):
    name = forms.CharField(
        label=_("Another word for it"), max_length=LONGEST,
        help_text=_("Whoever writes it gives this tag. If it is a tag now, its conversations come here."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=WHY)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=WHY,
        error_messages={"required": _("Write down why: it stays on the record.")},
    )  # fmt: skip
