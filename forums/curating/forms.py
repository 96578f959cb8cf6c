"""What is asked before something is done to a topic: always why, where everybody is told of it."""

import re
from datetime import datetime, time
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from core.lines import LineField
from forums.curating.queries import boards_kept_by, where_it_went
from forums.models import Board, Topic, TopicTimer
from forums.rules import COMPANY_KINDS, may_open_topic
from forums.tagging.names import read_names
from forums.tagging.rules import may_tag

TOLD = _("Everybody who reads the conversation is told.")


class ReasonForm(forms.Form):
    """Every other form here begins with fields of its own; `topic` is what it is about, `viewer` who asks."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=TOLD,
        error_messages={"required": _("Say why in a few words: readers are told.")},
    )

    def __init__(self, *args: Any, viewer: Viewer, topic: Topic | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.viewer, self.topic = viewer, topic
        self.order_fields([name for name in self.fields if name != "reason"])
        next(iter(self.fields.values())).widget.attrs["autofocus"] = True


class QuietForm(ReasonForm):
    """For acts that readers are not told of: a reason helps others who keep order, and is no duty."""

    reason = forms.CharField(
        label=_("Why"), max_length=300, required=False, help_text=_("Stays on the record.")
    )


class PinForm(QuietForm):
    where = forms.ChoiceField(
        label=_("Where"),
        choices=[("board", _("Above its board")), ("space", _("Above its board and the space"))],
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The whole day included; empty: until somebody takes it down."),
    )  # fmt: skip

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        end = timezone.make_aware(datetime.combine(day, time.max))
        if end <= timezone.now():
            raise forms.ValidationError(_("This day is over. Choose a later one."))
        return end


class MoveForm(ReasonForm):
    board: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("To which board"), queryset=None, empty_label=None
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        boards = boards_kept_by(self.viewer)
        if self.topic:
            boards = boards.exclude(pk=self.topic.board_id)
        field: Any = self.fields["board"]
        field.queryset = boards
        field.label_from_instance = lambda board: f"{board.space.name}: {board.name}"


class TitleForm(QuietForm):
    title = LineField(label=_("Title"), min_length=8, max_length=150, strip=True)


class TagsForm(QuietForm):
    tags = forms.CharField(
        label=_("Tags"), max_length=200, required=False, help_text=_("Up to five, separated by commas.")
    )  # fmt: skip

    def clean_tags(self) -> list[str]:
        return tags_in(self.viewer, self.cleaned_data["tags"])


class KindForm(QuietForm):
    kind = forms.ChoiceField(label=_("What it is"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["kind"]
        field.choices = kinds_for(self.viewer, self.topic.board if self.topic else None)


class MergeForm(ReasonForm):
    into = forms.CharField(
        label=_("Into which conversation"), max_length=300,
        help_text=_("Its address, or its number. This one's address will lead there."),
    )  # fmt: skip

    def clean_into(self) -> Topic:
        return topic_at(self.viewer, self.cleaned_data["into"])


class SplitForm(ReasonForm):
    title = LineField(label=_("Title of the new conversation"), min_length=8, max_length=150)
    kind = forms.ChoiceField(label=_("What it is"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field: Any = self.fields["kind"]
        kinds = kinds_for(self.viewer, self.topic.board if self.topic else None)
        field.choices = [each for each in kinds if each[0] not in COMPANY_KINDS]


def kinds_for(viewer: Viewer, board: Board | None) -> list[tuple[str, str]]:
    if board is None:
        return []
    return [
        (kind, str(words))
        for kind, words in Topic.Kind.choices
        if may_open_topic(viewer, board, kind)
    ]


def tags_in(viewer: Viewer, text: str) -> list[str]:
    """Tags as they are kept; raises ValidationError for more than five, and where they may not give them."""
    names = read_names(text)
    verdict = may_tag(viewer, names)
    if not verdict:
        raise forms.ValidationError(verdict.reason)
    return names


def topic_at(viewer: Viewer, text: str) -> Topic:
    """The topic at an address, or of a number; raises ValidationError where the person finds none."""
    found = re.search(r"(?:/t/|/topics/|^\s*#?)(\d{1,18})(?:/|\s*$)", text)
    topic = where_it_went(viewer, int(found[1])) if found else None
    if topic is None:
        raise forms.ValidationError(
            _("There is no such conversation. Copy its address from the browser's bar.")
        )
    return topic


class TimerForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is to happen"), choices=TopicTimer.Kind.choices)
    days = forms.IntegerField(
        label=_("After how many days"), min_value=1, max_value=3650, required=False,
        help_text=_("For closing after the solution, or after quiet."),
    )  # fmt: skip
    at = forms.DateTimeField(
        label=_("When"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("For closing or reopening at a moment."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        needed, other = ("days", "at") if kind in TopicTimer.BY_DAYS else ("at", "days")
        if kind and not cleaned.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Say when, so that the clock knows."))
        cleaned[other] = None
        return cleaned


class BulkForm(ReasonForm):
    """What is done to several topics; which fields it has depends on the act."""

    ACTS = {
        "close": _("Close"),
        "move": _("Move"),
        "merge": _("Merge"),
        "tag": _("Add tags"),
        "archive": _("Archive"),
    }

    board: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("To which board"), queryset=None, empty_label=None
    )
    tags = forms.CharField(
        label=_("Tags to add"), max_length=200, help_text=_("Separated by commas.")
    )
    into: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Into which of them"), queryset=None, empty_label=None, widget=forms.RadioSelect
    )
    FIELDS = {"move": "board", "tag": "tags", "merge": "into"}

    def __init__(self, *args: Any, act: str, topics: QuerySet[Topic], **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("board", "tags", "into"):
            if self.FIELDS.get(act) != name:
                del self.fields[name]
        field: Any = self.fields.get("board")
        if field:
            field.queryset = boards_kept_by(self.viewer)
            field.label_from_instance = lambda board: f"{board.space.name}: {board.name}"
        field = self.fields.get("into")
        if field:
            field.queryset = topics
        if act == "tag":
            self.fields["reason"].required = False
            self.fields["reason"].help_text = _("Stays on the record.")

    def clean_tags(self) -> list[str]:
        return tags_in(self.viewer, self.cleaned_data["tags"])
