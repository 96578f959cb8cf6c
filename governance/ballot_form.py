"""The ballot as a form, for each way of voting. It works without JavaScript and by keyboard alone: radio buttons, boxes to tick, selects."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.paper import Line, Paper
from governance.secrecy.box import LONGEST_REASON
from governance.secrecy.receipts import is_code, new_code

ABSTAIN = "0"


class BallotForm(forms.Form):
    """`cleaned_data["chosen"]` is what was chosen as positions, the most preferred first; nothing abstains."""

    receipt = forms.CharField(widget=forms.HiddenInput, max_length=40)
    abstain = forms.BooleanField(required=False)
    reason = forms.CharField(
        label=gettext_lazy("Your words beside it, if you like"),
        help_text=gettext_lazy("Published with the result, without your name. Don’t write who you are."),
        required=False, max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paper = paper
        self.initial.setdefault("receipt", new_code())
        if paper.is_ranked:
            for line in paper.lines:
                self.fields[f"place_{line.position}"] = self._place(line, len(paper.lines))
        else:
            self.fields["choice"] = self._choice()

    @property
    def code(self) -> str:
        """The receipt's code that this form carries."""
        return str(self["receipt"].value())

    def renew(self) -> None:
        """Another receipt, with what was chosen as it was: its own was used."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data["receipt"] = new_code()
        self.data = data

    def rows(self) -> list[dict[str, Any]]:
        """The lines of the ballot, with what is chosen in this form."""
        if self.paper.is_ranked:
            return [
                {"line": line, "field": self[f"place_{line.position}"]} for line in self.paper.lines
            ]
        value = self["choice"].value() or []
        chosen = {str(each) for each in (value if isinstance(value, list) else [value])}
        return [{"line": line, "chosen": str(line.position) in chosen} for line in self.paper.lines]

    def clean_receipt(self) -> str:
        code = self.cleaned_data["receipt"]
        if not is_code(code):
            raise ValidationError(_("This form is broken: open it again."))
        return code

    def clean_reason(self) -> str:
        # Browsers send line ends as two signs; the same words are the same words.
        return self.cleaned_data["reason"].replace("\r\n", "\n").replace("\0", "").strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        chosen = self._ranking() if self.paper.is_ranked else self._chosen()
        abstains = cleaned["abstain"] or cleaned.get("choice") == ABSTAIN
        if chosen and abstains:
            raise ValidationError(_("You chose and abstained: do one of the two."))
        if not chosen and not abstains:
            raise ValidationError(self._nothing())
        cleaned["chosen"] = chosen
        return cleaned

    def _chosen(self) -> list[int]:
        value = self.cleaned_data.get("choice") or []
        values = value if isinstance(value, list) else [value]
        return sorted({int(each) for each in values if each != ABSTAIN})

    def _ranking(self) -> list[int]:
        places = {
            position: int(place)
            for position in self.paper.positions
            if (place := self.cleaned_data.get(f"place_{position}"))
        }
        twice = [place for place, number in Counter(places.values()).items() if number > 1]
        if twice:
            raise ValidationError(
                _("Place %d stands beside more than one: give each a place of its own.")
                % min(twice)
            )
        return sorted(places, key=lambda position: places[position])

    def _nothing(self) -> str:
        if self.paper.is_ranked:
            return _("Give one at least a place, or abstain.")
        if self.paper.is_approval:
            return _("Tick all that you approve of, or abstain.")
        return _("Choose one of the answers, or abstain.")

    def _choice(self) -> forms.ChoiceField:
        choices = [(str(line.position), line.title) for line in self.paper.lines]
        if self.paper.is_approval:
            return forms.MultipleChoiceField(choices=choices, required=False)
        return forms.ChoiceField(choices=[*choices, (ABSTAIN, _("Abstain"))], required=False)

    def _place(self, line: Line, number: int) -> forms.ChoiceField:
        places = [("", _("no place")), *((str(each), str(each)) for each in range(1, number + 1))]
        return forms.ChoiceField(label=line.title, choices=places, required=False)
