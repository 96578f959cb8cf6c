from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.models import Split, SplitPart


class SplitForm(forms.Form):
    """Which parts go, what the board of each is called, and why. For each part `goes_2` and `name_2`."""

    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=300,
        help_text=gettext_lazy("Stands in each conversation that goes, and stays on the record."),
    )

    into = forms.ChoiceField(
        label=gettext_lazy("Where it goes"),
        choices=Split.Into.choices,
        initial=Split.Into.BOARD,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "A space of its own is read, kept and led by the same people as this one."
        ),
    )

    def __init__(self, data: Any = None, *, parts: list[SplitPart], may_split_off: bool) -> None:
        super().__init__(data)
        if not may_split_off:
            del self.fields["into"]
        self.parts = [part for part in parts if part.topics]
        for part in self.parts:
            self.fields[f"goes_{part.number}"] = forms.BooleanField(
                label=_("Part %(number)d goes") % {"number": part.number},
                required=False,
                initial=part.leaves,
            )
            self.fields[f"name_{part.number}"] = forms.CharField(
                label=_("Its name"), max_length=60, required=False, initial=part.name
            )
        last = [name for name in ("into", "reason") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        going = self.names(cleaned)
        if not going:
            raise forms.ValidationError(_("Choose a part that goes."))
        for number, name in going.items():
            if not name:
                self.add_error(f"name_{number}", _("It needs a name."))
        return cleaned

    def names(self, cleaned: dict[str, Any] | None = None) -> dict[int, str]:
        """Number of each part that goes, and the name of its board."""
        cleaned = self.cleaned_data if cleaned is None else cleaned
        return {
            part.number: cleaned.get(f"name_{part.number}", "").strip()
            for part in self.parts
            if cleaned.get(f"goes_{part.number}")
        }

    def rows(self) -> list[tuple[int, Any, Any]]:
        """For the template: part's number, its two fields."""
        return [
            (part.number, self[f"goes_{part.number}"], self[f"name_{part.number}"])
            for part in self.parts
        ]
