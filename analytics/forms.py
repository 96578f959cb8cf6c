from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.models import Assumption

CURRENCIES = [("EUR", "EUR"), ("USD", "USD"), ("GBP", "GBP"), ("CHF", "CHF")]


class CostForm(forms.Form):
    """What one support contact costs: an expected value between a low and a high end, and who answers for it."""

    low = forms.DecimalField(
        label=_("At least"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    value = forms.DecimalField(
        label=_("Expected"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    high = forms.DecimalField(
        label=_("At most"), min_value=Decimal("0.01"), max_digits=12, decimal_places=2
    )
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)
    channel = forms.CharField(
        label=_("Channel"),
        required=False,
        max_length=60,
        help_text=_("the contacts it is true for, like “contact form and mail”"),
    )
    owner = forms.CharField(
        label=_("Owner"), max_length=80, help_text=_("who answers for this number")
    )
    source = forms.CharField(label=_("Where it comes from"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        low, value, high = (found.get(name) for name in ("low", "value", "high"))
        if None not in (low, value, high) and not low <= value <= high:  # type: ignore[operator]
            raise forms.ValidationError(
                _("The expected value lies between the least and the most.")
            )
        return found


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
    Assumption.Name.HALF_LIFE: NumberForm,
}
