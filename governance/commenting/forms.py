import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.text import MAX_SOURCE
from governance.commenting.clauses import ClauseInText, amended
from governance.models import Argument, ProposalText

WORDS = forms.Textarea(attrs={"rows": 5})


class ArgumentForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    side = forms.ChoiceField(
        label=_("Does it speak for the change, or against it?"), choices=Argument.Side,
        widget=forms.RadioSelect,
    )  # fmt: skip
    source = forms.CharField(
        label=_("Your argument"), min_length=10, max_length=1500, widget=WORDS,
        help_text=_("It becomes a reply in the discussion, under your name, and is shown here beside the clause."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class PinForm(forms.Form):
    post = forms.IntegerField(
        label=_("Number of the post"), min_value=1, max_value=2**62,
        help_text=_("The last part of its address: /p/123/"),
    )  # fmt: skip
    side = forms.ChoiceField(label=_("It speaks"), choices=Argument.Side, widget=forms.RadioSelect)


class AmendmentForm(forms.Form):
    key = forms.UUIDField(widget=forms.HiddenInput)
    is_added = forms.BooleanField(
        label=_("Leave this clause as it is, and add one behind it"), required=False
    )
    source = forms.CharField(
        label=_("The clause as it should read"), required=False, max_length=MAX_SOURCE // 5,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("With its heading. Others see every word that differs. Leave it empty if the clause should go."),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why"), min_length=10, max_length=1500, widget=WORDS,
        help_text=_("It becomes a reply in the discussion, under your name."),
    )  # fmt: skip

    def __init__(self, *args: Any, text: ProposalText, clause: ClauseInText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.text, self.clause = text, clause
        self.initial.setdefault("key", uuid.uuid4())
        self.initial.setdefault("source", clause.known.source)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            amended(
                self.text, self.clause.anchor, cleaned.get("source", ""),
                is_added=cleaned.get("is_added", False),
            )  # fmt: skip
        except ValidationError as error:
            self.add_error("source", error)
        return cleaned


class ClauseAnswerForm(forms.Form):
    source = forms.CharField(
        label=_("What the company says"), min_length=10, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip


class RestartForm(forms.Form):
    """Whoever changes a text says whether the discussion begins anew, and if not, why not."""

    restarts = forms.ChoiceField(
        label=_("The comment period"),
        choices=[("yes", _("begins anew: the text is another one now")), ("no", _("goes on as it was"))],
        initial="yes", widget=forms.RadioSelect,
    )  # fmt: skip
    why_no_restart = forms.CharField(
        label=_("If it goes on: why it need not begin anew"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown with the change. “A spelling mistake” is a reason; “there is no time” is none."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        goes_on = cleaned.get("restarts") == "no"
        if goes_on and not cleaned.get("why_no_restart", "").strip():
            self.add_error("why_no_restart", _("Say why the comment period need not begin anew."))
        if not goes_on:
            cleaned["why_no_restart"] = ""
        return cleaned


class RevisionForm(RestartForm):
    source = forms.CharField(
        label=_("The whole text as it would read"), max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 18}),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why it is changed"), min_length=10, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    field_order = ["source", "why", "restarts", "why_no_restart"]


class SettleForm(RestartForm):
    """The company's word on an amendment."""

    decision = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[("take", _("We take it into the text")), ("decline", _("We do not"))],
        widget=forms.RadioSelect,
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Why"), min_length=10, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    field_order = ["decision", "answer", "restarts", "why_no_restart"]

    def clean(self) -> dict[str, Any]:
        if self.data.get("decision") == "decline":
            self.fields["restarts"].required = False
            return forms.Form.clean(self) or {}
        return super().clean()
