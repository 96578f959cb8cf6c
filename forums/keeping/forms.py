from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MORNING = time(9)
WHEN = [
    ("", _("Not at all")),
    ("hours", _("In 3 hours")),
    ("tomorrow", _("Tomorrow morning")),
    ("week", _("In a week")),
    ("date", _("On a day")),
]


class BookmarkForm(forms.Form):
    when = forms.ChoiceField(
        label=_("Remind me"), choices=WHEN, required=False, widget=forms.RadioSelect
    )
    day = forms.DateField(
        label=_("The day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("You are reminded at 9 in the morning."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("A note to yourself"), max_length=200, required=False,
        help_text=_("Nobody else reads it."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("when") == "date" and not self.has_error("day"):
            day = cleaned.get("day")
            if day is None:
                self.add_error("day", _("Choose the day."))
            elif not timezone.localdate() < day <= timezone.localdate() + timedelta(days=3660):
                self.add_error("day", _("Choose a day after today, within the next ten years."))
        return cleaned

    @property
    def remind_at(self) -> datetime | None:
        """The moment that was chosen, in the reader's zone."""
        now = timezone.localtime()
        match self.cleaned_data["when"]:
            case "hours":
                return now + timedelta(hours=3)
            case "tomorrow":
                return _morning(now + timedelta(days=1))
            case "week":
                return _morning(now + timedelta(days=7))
            case "date":
                return timezone.make_aware(datetime.combine(self.cleaned_data["day"], MORNING))
        return None


def _morning(moment: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(moment.date(), MORNING))
