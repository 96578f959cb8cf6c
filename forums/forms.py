import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from core.lines import LineField
from core.text import MAX_SOURCE
from forums.models import Topic
from forums.queries import boards_for_asking
from forums.tagging.names import read_names
from forums.tagging.rules import may_tag
from uploads.documents import ACCEPTED

ASKABLE = [kind for kind in Topic.Kind.choices if kind[0] != Topic.Kind.ANNOUNCEMENT]


class PictureMixin(forms.Form):
    """The plain file field of an editor, for people without JavaScript."""

    picture = forms.FileField(
        label=_("Add a picture or a file"), required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip


class AskForm(PictureMixin):
    key = forms.UUIDField(widget=forms.HiddenInput)
    title = LineField(
        label=_("Your question in one sentence"), min_length=8, max_length=150, strip=True,
        widget=forms.TextInput(attrs={"class": "title-input", "autocomplete": "off"}),
        error_messages={
            "required": _("Write it in one sentence: that is what others see in lists."),
            "min_length": _("A few more words, please: others should know what it is about."),
        },
    )  # fmt: skip
    board: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Where it belongs"), queryset=None, empty_label=None
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=ASKABLE, initial=Topic.Kind.QUESTION)
    source = forms.CharField(
        label=_("What happens, and what you have tried"), max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Write what it is about. A few words are enough to begin.")},
    )  # fmt: skip
    tags = forms.CharField(
        label=_("Tags"),
        required=False,
        max_length=120,
        help_text=_("Up to five, separated by commas."),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["board"].queryset = boards_for_asking(viewer)  # type: ignore[attr-defined]
        self.fields["board"].label_from_instance = lambda board: f"{board.space.name}: {board.name}"  # type: ignore[attr-defined]
        self.initial.setdefault("key", uuid.uuid4())

    def clean_tags(self) -> str:
        names = read_names(self.cleaned_data["tags"])
        verdict = may_tag(self.viewer, names)
        if not verdict:
            raise forms.ValidationError(verdict.reason)
        return ", ".join(names)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        board, kind = cleaned.get("board"), cleaned.get("kind")
        if board and kind and kind not in board.kinds:
            self.add_error("kind", _("This board does not take topics of this kind."))
        return cleaned


class PostForm(PictureMixin):
    """A reply, or the new text of a post."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    reply_to = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1
    )
    source = forms.CharField(
        label=_("Your reply"), max_length=MAX_SOURCE, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write something first.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())


class EditForm(PostForm):
    """The new text of a post, and why. `version` is what its writer has seen of it."""

    reason = forms.CharField(
        label=_("Why you change it"), max_length=200, required=False,
        help_text=_("It stands in the post's history."),
    )  # fmt: skip
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1
    )

    def __init__(self, *args: Any, needs_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].label = _("The words") if needs_reason else _("Your words")
        if needs_reason:
            reason = self.fields["reason"]
            reason.required = True
            reason.help_text = _("The author is told, and it stands in the history.")
            reason.error_messages["required"] = _("Say why in a few words: the author is told.")
