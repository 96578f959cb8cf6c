from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, Viewer
from analytics.health.flash import may_own
from analytics.periods import today
from spaces.models import Space

USUAL_DAYS, MOST_DAYS = 7, 92


class GradeForm(forms.Form):
    """Whether an alarm was right."""

    is_right = forms.TypedChoiceField(
        label=_("Was it right?"),
        choices=[("yes", _("It was right")), ("no", _("It was wrong"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was right or wrong.")},
    )
    note = forms.CharField(
        label=_("Note"), max_length=300, required=False,
        help_text=_("What it was, or what it mistook. Others who keep the space read it."),
    )  # fmt: skip


class FlashForm(forms.Form):
    """A board that is open for a while."""

    name = forms.CharField(label=_("What it is called"), max_length=60)
    owner = forms.ModelChoiceField(
        label=_("Whose it is"), queryset=Member.objects.none(), empty_label=None,
        help_text=_("They are told, and see to it that people are answered."),
    )  # fmt: skip
    last_day = forms.DateField(
        label=_("Open until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("At the end of this day it goes to the archive, where it can still be read."),
    )  # fmt: skip

    def __init__(self, *args: Any, space: Space, viewer: Viewer, **more: Any) -> None:
        super().__init__(*args, **more)
        owner = self.fields["owner"]
        owner.queryset = may_own(space)  # type: ignore[attr-defined]
        owner.label_from_instance = lambda member: f"{member.name} (@{member.handle})"  # type: ignore[attr-defined]
        owner.initial = viewer.pk
        self.fields["last_day"].initial = today() + timedelta(days=USUAL_DAYS)

    def clean_last_day(self) -> date:
        day = self.cleaned_data["last_day"]
        if not today() <= day <= today() + timedelta(days=MOST_DAYS):
            raise forms.ValidationError(
                _("Choose a day from today on, within a quarter of a year.")
            )
        return day
