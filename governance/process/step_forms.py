"""The small forms with which a proposal is taken a step on."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.forms import MomentField
from governance.models import CompanyAnswer


class AnnouncementForm(forms.Form):
    comment_opens = MomentField(
        label=_("Discussion opens"), required=False, help_text=_("Empty: at once.")
    )
    voting_opens = MomentField(
        label=_("Voting opens"), required=False,
        help_text=_("Empty: it is called to the vote later, by you or by those who discuss it."),
    )  # fmt: skip
    closes = MomentField(
        label=_("Voting closes"), required=False,
        help_text=_("Empty: after the days of the vote."),
    )  # fmt: skip


class CallForm(forms.Form):
    voting_opens = MomentField(
        label=_("Voting opens"), required=False,
        help_text=_("Empty: as soon as the discussion is over; in three days at the earliest."),
    )  # fmt: skip
    closes = MomentField(
        label=_("Voting closes"), required=False,
        help_text=_("Empty: after the days of the vote."),
    )  # fmt: skip


class ReasonForm(forms.Form):
    why = forms.CharField(
        label=_("Why"), min_length=10, max_length=1000,
        help_text=_("Everybody can read it on the page of the proposal."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class AnswerForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("What the company does"), choices=CompanyAnswer.Decision, widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("The answer, and why"), min_length=40, max_length=10_000,
        help_text=_("It stands on the page for good, under your name."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].widget.attrs["class"] = "choices"
