import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.text import MAX_SOURCE
from governance.actions.propose import check_change, check_dates
from governance.models import Policy

MOMENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """A date and a time in the site's zone, with the browser's own picker."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
            input_formats=[MOMENT, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            **kwargs,
        )


class ProposalForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What the change does, in one line"), min_length=8, max_length=120
    )
    source = forms.CharField(
        label=_("The whole text as it would read"),
        help_text=_("A line such as “## 3. Links” begins a clause. Members see every word that differs."),
        max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 18}),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("The policy in plain words, once changed"),
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    why = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    affected = forms.CharField(label=_("Who is affected"), max_length=500)
    comment_opens = MomentField(label=_("Discussion opens"))
    voting_opens = MomentField(label=_("Voting opens"))
    closes = MomentField(label=_("Voting closes"))
    binding_quorum_percent = forms.IntegerField(
        label=_("Quorum in percent of the roll"), min_value=1, max_value=100, initial=30
    )

    def __init__(self, *args: Any, policy: Policy, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = policy
        now = timezone.localtime().replace(second=0, microsecond=0)
        for name, value in {
            "key": uuid.uuid4(),
            "comment_opens": now,
            "voting_opens": now + timedelta(days=7),
            "closes": now + timedelta(days=14),
        }.items():
            self.initial.setdefault(name, value)

    def clean(self) -> dict[str, Any]:
        """The checks of the action, so that a preview shows them too."""
        cleaned = super().clean() or {}
        dates = [
            cleaned[name]
            for name in ("comment_opens", "voting_opens", "closes")
            if cleaned.get(name)
        ]
        try:
            if cleaned.get("source"):
                check_change(self.policy, cleaned["source"])
            if len(dates) == 3:
                check_dates(*dates)
        except ValidationError as error:
            self.add_error(None, error)
        return cleaned
