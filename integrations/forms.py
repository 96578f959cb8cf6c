"""What the studio asks about files of cases."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from integrations.casefile.columns import FIELDS
from integrations.casefile.reading import Plan

DAY_FIRST = [("1", gettext_lazy("day first: 31/12")), ("0", gettext_lazy("month first: 12/31"))]


class CaseFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "One row a case; the first row names the columns. 8 MB at most: larger files are brought by "
            "manage.py import_cases."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    desk = forms.CharField(
        label=gettext_lazy("Where they come from"),
        help_text=gettext_lazy("a short name for the help desk: what has the same number there is the same case"),
        max_length=20,
        initial="old-desk",
    )  # fmt: skip

    def clean_desk(self) -> str:
        slug = slugify(self.cleaned_data["desk"])[:20]
        if not slug:
            raise forms.ValidationError(_("Use letters and digits."))
        return slug


class PlanForm(forms.Form):
    """Which column is what."""

    def __init__(self, *args: Any, header: Sequence[str], plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("no column")), *((name, name) for name in header)]
        for field in FIELDS:
            self.fields[field.key] = forms.ChoiceField(
                label=str(field.label), help_text=str(field.hint), choices=choices, required=field.is_needed,
                initial=plan.columns.get(field.key, ""),
                error_messages={"required": _("Choose the column that says this.")},
            )  # fmt: skip
        self.fields["day_first"] = forms.ChoiceField(
            label=_("How days are written"),
            choices=DAY_FIRST,
            initial="1" if plan.day_first else "0",
        )
        zones = [(each, each) for each in sorted(available_timezones())]
        self.fields["zone"] = forms.ChoiceField(
            label=_("Zone of times that name none"), choices=zones, initial=plan.zone or settings.TIME_ZONE
        )  # fmt: skip

    def plan(self) -> Plan:
        """As chosen, also where something needed is not chosen yet: the preview says so."""
        said = getattr(self, "cleaned_data", {})
        columns = {field.key: said[field.key] for field in FIELDS if said.get(field.key)}
        return Plan(
            columns, said.get("day_first", "1") == "1", said.get("zone") or settings.TIME_ZONE
        )
