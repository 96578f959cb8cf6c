"""Forms of a case: what customers and agents write, and how agents sort."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from content.models import Article
from forums.models import Board, Topic
from spaces.models import Space
from support.models import Case, CasePublication, Priority, Team
from support.queue import agents
from uploads.documents import ACCEPTED

MOST_FILES = 5


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; what each may be, uploads says when it keeps them."""

    def __init__(self, **more: Any) -> None:
        widget = FilesInput(attrs={"accept": ACCEPTED, "multiple": True})
        super().__init__(required=False, widget=widget, **more)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Add five files at most; send the others after."))
        return [super(FilesField, self).clean(each, initial) for each in files]


class MessageForm(forms.Form):
    """A message on a case; its key makes one press twice one message."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("Your message"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    files = FilesField(label=_("Files"))  # type: ignore[assignment]  # a field, as Django reads it


class AnswerForm(MessageForm):
    """An agent's message: an answer, an answer that solves, or a note among agents."""

    ANSWER, SOLVE, NOTE = "answer", "solve", "note"
    article = forms.ModelChoiceField(
        Article.objects.published().filter(is_help=True), required=False, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(
        choices=[(ANSWER, _("Answer")), (SOLVE, _("Answer and solve")), (NOTE, _("Internal note"))]
    )


class QueueForm(forms.Form):
    """What an agent asks of a list; nonsense in the address asks nothing."""

    words = forms.CharField(label=_("Search"), max_length=80, required=False)
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label=_("Any")
    )
    owner = forms.ChoiceField(
        label=_("Owner"),
        required=False,
        choices=[("", _("Anybody")), ("me", _("Me")), ("none", _("Nobody"))],
    )
    priority = forms.ChoiceField(
        label=_("Priority"), required=False, choices=[("", _("Any")), *Priority.choices]
    )
    tag = forms.CharField(label=_("Tag"), max_length=40, required=False)


class SortForm(forms.Form):
    """Where a case belongs: owner, team, priority and tags, in one form."""

    owner = forms.ModelChoiceField(
        Member.objects.none(), label=_("Owner"), required=False, empty_label=_("Nobody")
    )
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label=_("No team")
    )
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    tags = forms.CharField(
        label=_("Tags"), max_length=300, required=False, help_text=_("separated by commas")
    )

    def __init__(self, *args: Any, case: Case, people: list[Member], **more: Any) -> None:
        initial = {
            "owner": case.assigned_to_id,
            "team": case.team_id,
            "priority": case.priority,
            "tags": ", ".join(case.tags),
        }
        more["initial"] = initial
        super().__init__(*args, **more)
        known = {each.pk for each in people} | ({case.assigned_to_id} - {None})
        self.fields["owner"].queryset = (  # type: ignore[attr-defined]
            Member.objects.filter(pk__in=known).order_by("name", "pk")
        )

    def clean_tags(self) -> list[str]:
        return [each.strip() for each in self.cleaned_data["tags"].split(",") if each.strip()]


class BulkForm(forms.Form):
    """One act on the chosen cases. `act` says what and with whom: "owner:12", "team:3", "priority:high", "solve"."""

    cases = forms.TypedMultipleChoiceField(coerce=int, choices=())
    act = forms.ChoiceField()
    tag = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        sent = self.data.getlist("cases") if hasattr(self.data, "getlist") else []
        numbers = [each for each in sent if each.isascii() and each.isdigit() and len(each) < 19]
        self.fields["cases"].choices = [(each, each) for each in numbers[:100]]  # type: ignore[attr-defined]
        self.fields["act"].choices = acts()  # type: ignore[attr-defined]


def acts() -> list[Any]:
    """What can be done to many cases at once, in groups."""
    give = [(f"owner:{each.pk}", str(each)) for each in agents()]
    teams = [(f"team:{each.pk}", each.name) for each in Team.objects.all()]
    groups: list[Any] = [
        ("take", _("Take them")),
        ("solve", _("Solve them")),
        ("close", _("Close them")),
        ("tag", _("Add the tag")),
        (_("Priority"), [(f"priority:{value}", label) for value, label in Priority.choices]),
    ]
    if give:
        groups.append((_("Give them to"), give))
    if teams:
        groups.append((_("Team"), teams))
    return groups


class MergeForm(forms.Form):
    into = forms.IntegerField(label=_("Number of the other case"), min_value=1, max_value=2**62)


class LinkForm(forms.Form):
    """A conversation, by its number or its address."""

    topic = forms.CharField(label=_("Address of a conversation"), max_length=300)

    def clean_topic(self) -> int:
        parts = self.cleaned_data["topic"].split("?")[0].split("#")[0].strip("/ ").split("/")
        after_t = parts[parts.index("t") + 1 :] if "t" in parts[:-1] else parts
        number = after_t[0]
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise forms.ValidationError(_("Paste the address of a conversation here."))
        return int(number)


class PublicationForm(forms.Form):
    """What is to stand for everybody: the agent's words, after what names somebody was taken out."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("It becomes"), widget=forms.RadioSelect)
    board = forms.ModelChoiceField(
        Board.objects.none(), label=_("Board of the question"), required=False, empty_label=None
    )
    space = forms.ModelChoiceField(
        Space.objects.none(), label=_("Space of the article"), required=False, empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=150)
    question = forms.CharField(
        label=_("The question"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    answer = forms.CharField(
        label=_("The answer"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 8})
    )

    def __init__(
        self, *args: Any, boards: list[Board], spaces: list[Space], topic: Topic | None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        kinds = CasePublication.Kind
        offered = [kinds.REPLY] if topic else []
        offered += [kinds.TOPIC] if boards else []
        offered += [kinds.ARTICLE] if spaces else []
        self.fields["kind"].choices = [(each.value, each.label) for each in offered]  # type: ignore[attr-defined]
        self.fields["kind"].initial = offered[0].value if offered else None
        self._offer("board", Board, boards)
        self._offer("space", Space, spaces)

    def _offer(self, name: str, model: Any, rows: list[Any]) -> None:
        if rows:
            self.fields[name].queryset = model.objects.filter(pk__in=[row.pk for row in rows])  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needs = {"topic": "board", "article": "space"}.get(data.get("kind", ""))
        if needs and not data.get(needs):
            self.add_error(
                needs if needs in self.fields else None, _("Choose where it is to stand.")
            )
        return data
