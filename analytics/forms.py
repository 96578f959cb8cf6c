from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.models import Assumption
from analytics.periods import EARLIEST, LATEST, today
from core.lines import LineField
from spaces.models import Space
from support.models import Case

YES_OR_NO = [("yes", _("Yes")), ("no", _("No"))]
CURRENCIES = [("EUR", "EUR"), ("USD", "USD"), ("GBP", "GBP"), ("CHF", "CHF")]


class RangeForm(forms.Form):
    """An expected value between a low and a high end, and who answers for it."""

    low = forms.DecimalField(
        label=_("At least"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    value = forms.DecimalField(
        label=_("Expected"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    high = forms.DecimalField(
        label=_("At most"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    owner = forms.CharField(
        label=_("Owner"), max_length=80, help_text=_("who answers for this number")
    )
    source = forms.CharField(label=_("Where it comes from"), max_length=300, required=False)

    field_order = ["channel", "low", "value", "high", "currency", "owner", "source"]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        low, value, high = (found.get(name) for name in ("low", "value", "high"))
        if None not in (low, value, high) and not low <= value <= high:  # type: ignore[operator]
            raise forms.ValidationError(
                _("The expected value lies between the least and the most.")
            )
        return found


class MoneyForm(RangeForm):
    """An amount of money with its range."""

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)


class CostForm(MoneyForm):
    """What one support contact costs, in one channel or in all that have no cost of their own."""

    channel = forms.ChoiceField(
        label=_("Channel"),
        required=False,
        choices=[("", _("All channels without a cost of their own")), *Case.Channel.choices],
    )


class NumberForm(forms.Form):
    """One number and who answers for it."""

    value = forms.DecimalField(label=_("Value"), min_value=1, max_digits=6, decimal_places=0)
    owner = forms.CharField(
        label=_("Owner"), max_length=80, help_text=_("who answers for this number")
    )
    source = forms.CharField(label=_("Why"), max_length=300, required=False)


FORMS: dict[str, type[forms.Form]] = {
    Assumption.Name.COST_PER_CONTACT: CostForm,
    Assumption.Name.WAITING_WINDOW: NumberForm,
    Assumption.Name.PROGRAMME_COST: MoneyForm,
    Assumption.Name.STAFF_HOURS: RangeForm,
    Assumption.Name.HOUR_COST: MoneyForm,
    Assumption.Name.HALF_LIFE: NumberForm,
}


class SurveyForm(forms.Form):
    """Did it help, and what would they have done otherwise? The second may be left open."""

    found = forms.TypedChoiceField(
        label=_("Did you find what you needed?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
    )
    would_have_contacted = forms.TypedChoiceField(
        label=_("Would you have written to support otherwise?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        coerce=lambda value: value == "yes",
        required=False,
        empty_value=None,
    )


class CustomersForm(forms.Form):
    """How many customers were active in a month, and who says so."""

    month = forms.DateField(
        label=_("Month"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("any day of it"),
    )
    number = forms.IntegerField(label=_("Active customers"), min_value=1, max_value=2_000_000_000)
    owner = forms.CharField(
        label=_("Owner"), max_length=80, help_text=_("who answers for this number")
    )
    source = forms.CharField(label=_("Where it comes from"), max_length=300, required=False)

    def clean_month(self) -> date:
        month: date = self.cleaned_data["month"]
        if not EARLIEST <= month <= today():
            raise forms.ValidationError(_("Name a month that has begun."))
        return month.replace(day=1)


class FigureOwnerForm(forms.Form):
    """Who answers for a figure."""

    owner = LineField(
        label=_("Owner"), max_length=80, required=False,
        help_text=_("a person or a team; empty: nobody, or whoever answers for its assumptions"),
    )  # fmt: skip


class NoteForm(forms.Form):
    """What happened on a day."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    words = forms.CharField(
        label=_("What happened"), max_length=120, help_text=_("in a few words, like “price change”")
    )
    space = forms.ModelChoiceField(
        label=_("Where"), queryset=Space.objects.none(), required=False, empty_label=_("Everywhere")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["space"].queryset = Space.objects.order_by("position", "name")  # type: ignore[attr-defined]

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("No time line reaches there."))
        return day


class ViewForm(forms.Form):
    """A name for a page of figures with its filters."""

    name = forms.CharField(label=_("Name"), max_length=60)
    address = forms.CharField(max_length=500, widget=forms.HiddenInput)
