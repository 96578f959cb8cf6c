"""The form a proposal is written in: what it is, how it is decided, and a row for each text."""

import uuid
from dataclasses import asdict
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet
from django.utils.translation import gettext_lazy as _

from core.text import MAX_SOURCE
from governance.models import Policy, Proposal
from governance.process.drafts import OptionDraft, Terms, TextDraft
from governance.process.periods import LEAST_COMMENT_DAYS, LEAST_VOTING_DAYS, MOST_DAYS


def _days(label: Any, least: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=MOST_DAYS)


class ProposalForm(forms.Form):
    """What it is about. `key` makes a form that is sent twice one proposal."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("What the change does, in one line"), min_length=8, max_length=120
    )
    why = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6}))
    affected = forms.CharField(label=_("Who is affected"), max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class TermsForm(forms.Form):
    """How it is decided; for the company's proposals. It begins as the house's terms, by which petitions are decided."""

    method = forms.ChoiceField(
        label=_("How members choose"), choices=Proposal.Method,
        help_text=_("Where texts compete, keeping the text in force is added as an option by itself."),
    )  # fmt: skip
    majority = forms.ChoiceField(label=_("What it takes to pass"), choices=Proposal.Majority)
    binding_quorum_percent = forms.IntegerField(
        label=_("It binds if this share of the roll votes, in percent"),
        min_value=1, max_value=100,
    )  # fmt: skip
    answer_quorum_percent = forms.IntegerField(
        label=_("The company must answer from this share on, in percent"),
        min_value=1, max_value=100,
    )  # fmt: skip
    is_advisory = forms.BooleanField(
        label=_("It never binds, whatever the turnout"), required=False
    )
    answer_within_days = _days(_("Days in which the company answers"), 1)
    in_force_after_days = _days(_("Days from the decision until it is in force"), 0)
    comment_days = _days(_("Days of discussion"), LEAST_COMMENT_DAYS)
    voting_days = _days(_("Days of the vote"), LEAST_VOTING_DAYS)
    threshold = forms.IntegerField(
        label=_("Members with something to say who call the vote by themselves"),
        min_value=1, max_value=10_000_000,
    )  # fmt: skip
    threshold_percent_of_active = forms.IntegerField(
        label=_("or this share of the active members, in percent, if that is fewer"),
        min_value=1, max_value=100,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**asdict(Terms()), **self.initial}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lower, upper = cleaned.get("answer_quorum_percent"), cleaned.get("binding_quorum_percent")
        if lower and upper and lower > upper:
            self.add_error(
                "answer_quorum_percent", _("This one is not above the share that binds.")
            )
        return cleaned

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class TextForm(forms.Form):
    """The whole text of one policy; `option` names what it stands for, where texts compete."""

    policy = forms.ModelChoiceField(Policy.objects.none(), widget=forms.HiddenInput)
    option = forms.CharField(
        label=_("Name of this option, where texts compete"), max_length=120, required=False
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

    def __init__(self, *args: Any, policies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["policy"].queryset = policies  # type: ignore[attr-defined]

    @property
    def of_policy(self) -> Policy | None:
        """Whose text it is, for the heading of the row."""
        value = self["policy"].value()
        if isinstance(value, Policy):
            return value
        policies = self.fields["policy"].queryset  # type: ignore[attr-defined]
        return policies.filter(pk=value).first() if str(value or "").isdecimal() else None


TextFormSet = forms.formset_factory(
    TextForm, extra=0, min_num=1, max_num=24, validate_max=True, can_delete=True
)


def drafts_of(rows: "BaseFormSet[Any]", method: str) -> tuple[list[TextDraft], list[OptionDraft]]:
    """The texts and options that valid rows make: one option a name, and at the end to keep what is."""
    kept = [row.cleaned_data for row in rows if row.cleaned_data and not row.cleaned_data["DELETE"]]
    if method == Proposal.Method.YES_NO:
        return [_text(row, None) for row in kept], []
    if any(not row["option"].strip() for row in kept):
        raise ValidationError(_("Where texts compete, each has a name."))
    names = list(dict.fromkeys(row["option"].strip() for row in kept))
    texts = [_text(row, names.index(row["option"].strip()) + 1) for row in kept]
    keep = OptionDraft(title=str(_("Keep the text in force")), is_status_quo=True)
    return texts, [*(OptionDraft(title=name) for name in names), keep]


def _text(row: dict[str, Any], option: int | None) -> TextDraft:
    return TextDraft(
        policy=row["policy"], source=row["source"], summary=row["summary"], option=option
    )


def initial_of(proposal: Proposal) -> list[dict[str, Any]]:
    """The rows of a draft, to be written anew."""
    texts = proposal.texts.select_related("policy", "option").order_by("option__position", "pk")
    return [
        {
            "policy": text.policy,
            "option": text.option.title if text.option else "",
            "source": text.source,
            "summary": text.summary,
        }
        for text in texts
    ]


def blank_of(policy: Policy) -> dict[str, Any]:
    version = policy.versions.in_force().get()
    return {"policy": policy, "source": version.source, "summary": version.summary, "option": ""}
