from django import forms
from django.utils.translation import gettext_lazy as _


class ObjectionForm(forms.Form):
    words = forms.CharField(
        label=_("Why you should be on the roll"),
        help_text=_("Only you and the company read this. How many object is public."),
        min_length=10, max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class ObjectionAnswerForm(forms.Form):
    answer = forms.CharField(
        label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_upheld = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("no", _("The rule stands for them")), ("yes", _("Put them on the roll"))],
        coerce=lambda value: value == "yes",
    )
