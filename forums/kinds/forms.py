from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Viewer
from core.lines import LineField, one_line
from core.text import MAX_SOURCE
from forums.actions.kinds.poll import MOST_OPTIONS
from forums.forms import PictureMixin
from forums.models import Board, Poll, Topic
from spaces.models import Space

MOST_CHARS = 120


class PollForm(forms.Form):
    """A poll to be opened; in the Ask form it stands with the prefix "poll" and may stay empty."""

    question = LineField(
        label=_("What you ask"), required=False, max_length=200,
        help_text=_("May stay empty where the title says it."),
    )  # fmt: skip
    options = forms.CharField(
        label=_("Answers, one a line"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    method = forms.ChoiceField(
        label=_("A ballot names"), choices=Poll.Method, initial=Poll.Method.SINGLE, required=False
    )
    most = forms.IntegerField(
        label=_("At most"), required=False, min_value=1, max_value=MOST_OPTIONS,
        help_text=_("Of several answers. Empty: as many as one likes."),
    )  # fmt: skip
    shown = forms.ChoiceField(
        label=_("Results are shown"), choices=Poll.Shown, initial=Poll.Shown.ALWAYS, required=False
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"), required=False,
        help_text=_("Empty: when you close it."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
    )  # fmt: skip
    is_public = forms.BooleanField(
        label=_("Everybody who reads it sees who chose what"), required=False
    )

    def __init__(self, *args: Any, is_asked: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_asked = is_asked

    def clean_options(self) -> list[str]:
        lines = [one_line(line) for line in self.cleaned_data["options"].splitlines()]
        options = [line for line in lines if line]
        if not options and not self.is_asked:
            return []
        if len(options) < 2:
            raise forms.ValidationError(_("Two answers at least: one a line."))
        if len(options) > MOST_OPTIONS:
            said = ngettext("At most %(n)d answer.", "At most %(n)d answers.", MOST_OPTIONS)
            raise forms.ValidationError(said % {"n": MOST_OPTIONS})
        if len({option.lower() for option in options}) < len(options):
            raise forms.ValidationError(_("Two of the answers are the same."))
        if any(len(option) > MOST_CHARS for option in options):
            raise forms.ValidationError(_("An answer has 120 characters at most."))
        return options

    def clean_closes_at(self) -> datetime | None:
        moment = self.cleaned_data["closes_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(_("Choose a moment that is still to come."))
        return moment

    def as_facts(self) -> dict[str, Any] | None:
        """What a draft keeps of it; None where no poll is wanted."""
        data = self.cleaned_data
        if not data["options"]:
            return None
        moment = data["closes_at"]
        return {
            "question": data["question"],
            "options": data["options"],
            "method": data["method"] or Poll.Method.SINGLE,
            "most": data["most"],
            "shown": data["shown"] or Poll.Shown.ALWAYS,
            "is_secret": not data["is_public"],
            "closes_at": moment.isoformat() if moment else None,
        }


def initial_of(facts: dict[str, Any] | None) -> dict[str, Any]:
    """What the form shows of the poll that a draft kept."""
    if not facts:
        return {}
    closes = facts.get("closes_at")
    return {
        **facts,
        "options": "\n".join(facts["options"]),
        "is_public": not facts["is_secret"],
        "closes_at": datetime.fromisoformat(closes) if closes else None,
    }


class StatusForm(forms.Form):
    status = forms.ChoiceField(label=_("Where it stands"), choices=Topic.IdeaStatus)
    source = forms.CharField(
        label=_("What the company says"), max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Say why: everyone who voted reads it.")},
    )  # fmt: skip


class DuplicateForm(forms.Form):
    original = forms.CharField(
        label=_("The one that came before"), max_length=300,
        help_text=_("Its address, or its number."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), required=False, max_length=300)


class AnnounceForm(PictureMixin):
    """What the company says in a space: labelled, and counted."""

    ANNOUNCEMENT, PROMOTION = "announcement", "promotion"

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(
        label=_("What is new, in one sentence"), min_length=8, max_length=150, strip=True,
        widget=forms.TextInput(attrs={"class": "title-input", "autocomplete": "off"}),
    )  # fmt: skip
    board: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Where it belongs"), queryset=None, empty_label=None
    )
    what = forms.ChoiceField(
        label=_("What it is"),
        choices=[
            (ANNOUNCEMENT, _("Announcement")),
            (PROMOTION, _("Promotional conversation: about something we sell")),
        ],
    )
    source = forms.CharField(
        label=_("What members should know"), max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip
    over_budget = forms.CharField(
        label=_("Why it goes beyond the noise budget"), max_length=300, required=False,
        help_text=_("Asked of administrators when the budget is spent; stays on record."),
    )  # fmt: skip

    def __init__(self, *args: Any, viewer: Viewer, space: Space, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        boards = Board.objects.visible_to(viewer).filter(space=space)
        self.fields["board"].queryset = boards  # type: ignore[attr-defined]
