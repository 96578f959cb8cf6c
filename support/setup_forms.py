"""Forms of the page on which administrators set support up."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from forums.models import Board
from spaces.models import Space
from support.models import AnswerClock, BusinessHours, Priority, Promise, Team
from support.models.hours import DAY_MINUTES
from support.promises import promises
from support.queue import agents

DAYS = (
    ("monday", _("Monday")),
    ("tuesday", _("Tuesday")),
    ("wednesday", _("Wednesday")),
    ("thursday", _("Thursday")),
    ("friday", _("Friday")),
    ("saturday", _("Saturday")),
    ("sunday", _("Sunday")),
)


class DayField(forms.CharField):
    """ "9:00-17:30" as minutes of the day; empty: closed."""

    def clean(self, value: Any) -> list[int] | None:  # type: ignore[override]
        text = super().clean(value).replace("–", "-").replace(" ", "")
        if not text:
            return None
        try:
            opens, closes = (self._minutes(part) for part in text.split("-"))
        except ValueError as error:
            raise forms.ValidationError(_("Write it as 9:00-17:30.")) from error
        if not 0 <= opens < closes <= DAY_MINUTES:
            raise forms.ValidationError(_("A day opens before it closes."))
        return [opens, closes]

    def _minutes(self, part: str) -> int:
        hour, _colon, minute = part.partition(":")
        if len(hour) > 2 or len(minute) > 2 or int(minute or 0) > 59:
            raise ValueError(part)
        return int(hour) * 60 + int(minute or 0)


def day_words(day: list[int] | None) -> str:
    return "-".join(f"{each // 60}:{each % 60:02}" for each in day) if day else ""


class HoursForm(forms.ModelForm):
    """When people of support are at work."""

    holidays = forms.CharField(
        label=_("Holidays"), required=False, help_text=_("dates as 2026-12-25, one a line"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    class Meta:
        model = BusinessHours
        fields = ("name", "zone", "is_usual")
        labels = {
            "name": _("Name"),
            "zone": _("Time zone"),
            "is_usual": _("These are the usual hours"),
        }
        help_texts = {"zone": _("such as Europe/Berlin")}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for (name, label), day in zip(DAYS, self.instance.weekly, strict=True):
            self.fields[name] = DayField(
                label=label, required=False, max_length=20, initial=day_words(day)
            )
        self.initial["holidays"] = "\n".join(each.isoformat() for each in self.instance.holidays)
        self.order_fields(["name", "zone", *(name for name, _label in DAYS)])

    def clean_holidays(self) -> list[date]:
        try:
            return sorted(
                {date.fromisoformat(each) for each in self.cleaned_data["holidays"].split()}
            )
        except ValueError as error:
            raise forms.ValidationError(_("Write each date as 2026-12-25.")) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        week = [data.get(name) for name, _label in DAYS]
        if not any(week) and not self.errors:
            raise forms.ValidationError(_("One day at least is open."))
        self.instance.weekly, self.instance.holidays = week, data.get("holidays", [])
        return data


class TeamForm(forms.ModelForm):
    """Who shares cases, by which hours, and of which products they come by themselves."""

    people = forms.ModelMultipleChoiceField(
        Member.objects.none(),
        label=_("Agents"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Team
        fields = ("name", "hours", "products")
        labels = {"name": _("Name"), "hours": _("Business hours"), "products": _("Products")}
        help_texts = {"products": _("New cases about these go to this team.")}
        widgets = {"products": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = [each.pk for each in agents()]
        self.fields["people"].queryset = Member.objects.filter(pk__in=known).order_by("name")  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["people"] = list(self.instance.members.values_list("pk", flat=True))


class ClockForm(forms.ModelForm):
    """After how many hours an unanswered question becomes a case: of a space or of one board."""

    class Meta:
        model = AnswerClock
        fields = ("space", "board", "after_hours", "team")
        labels = {
            "space": _("Space"), "board": _("or one board"), "after_hours": _("Hours without an answer"),
            "team": _("Team that gets the case"),
        }  # fmt: skip

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        free = AnswerClock.objects.exclude(pk=self.instance.pk)
        self.fields["space"].queryset = Space.objects.exclude(answer_clock__in=free)  # type: ignore[attr-defined]
        boards = Board.objects.listed().exclude(answer_clock__in=free).select_related("space")
        self.fields["board"].queryset = boards.order_by("space__name", "name")  # type: ignore[attr-defined]
        self.fields["board"].label_from_instance = lambda each: f"{each.space}: {each}"  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("space")) == bool(data.get("board")):
            raise forms.ValidationError(_("Choose a space, or one board."))
        return data


class PromisesForm(forms.Form):
    """How soon a case of each priority is answered and solved, in hours of work."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kept = promises()
        for priority, label in Priority.choices:
            answer, solve = kept[priority]
            self._add(f"{priority}_answer", _("%s: answered within"), label, answer)
            self._add(f"{priority}_solve", _("%s: solved within"), label, solve)

    def _add(self, name: str, words: Any, label: Any, minutes: int) -> None:
        self.fields[name] = forms.DecimalField(
            label=words % label, min_value=0.25, max_value=2000, decimal_places=2, initial=round(minutes / 60, 2),
            help_text=_("hours of work"),
        )  # fmt: skip

    def promises(self) -> list[Promise]:
        return [
            Promise(
                priority=priority,
                answer_minutes=round(self.cleaned_data[f"{priority}_answer"] * 60),
                solve_minutes=round(self.cleaned_data[f"{priority}_solve"] * 60),
            )
            for priority in Priority.values
        ]
