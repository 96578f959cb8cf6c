from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import MemberField
from forums.models import Board, Topic
from forums.models.board import ADMITTED_ROLES, SLOWEST_SECONDS
from forums.rules import COMPANY_KINDS
from spaces.models import Space

WHY = _("Stays on the record.")
TAKEN_NAMES = {"new", "roadmap", "ideas-by-votes"}
"""Pages stand at these addresses already; a test asks the resolver."""
WEIGHTY = ("is_private", "seen_by", "is_read_only", "topics_by", "replies_by")
"""What is not changed without a reason."""


class BoardForm(forms.ModelForm):
    """All settings of a board."""

    kinds = forms.MultipleChoiceField(
        label=_("What members may begin here"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[kind for kind in Topic.Kind.choices if kind[0] not in COMPANY_KINDS],
        help_text=_("None: nobody begins anything here but the company, with announcements."),
    )  # fmt: skip
    usual_kind = forms.ChoiceField(
        label=_("What it is, if nobody says"), required=False,
        choices=[("", _("The first of these")), *Topic.Kind.choices[:3]],
    )  # fmt: skip
    slow_seconds = forms.IntegerField(
        label=_("Slow mode: seconds between two posts of one member in a conversation"),
        min_value=0, max_value=SLOWEST_SECONDS, initial=0,
        help_text=_("0: no slow mode. The company's people and the space's evangelists never wait."),
    )  # fmt: skip
    seen_by = forms.MultipleChoiceField(
        label=_("Roles that read it while it is private"), required=False,
        widget=forms.CheckboxSelectMultiple, choices=ADMITTED_ROLES,
        help_text=_("Its space's managers read it in any case; single members are let in on a page of its own."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=WHY)

    class Meta:
        model = Board
        fields = [
            "name", "slug", "description", "parent", "kinds", "usual_kind", "question_template", "topics_by",
            "replies_by", "slow_seconds", "is_read_only", "is_private", "seen_by",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "slug": _("Its address in the space"),
            "description": _("What it is for"),
            "parent": _("Below"),
            "question_template": _("What a new question starts with"),
            "topics_by": _("Who begins conversations"),
            "replies_by": _("Who replies"),
            "is_read_only": _("Only read: nobody posts here at present"),
            "is_private": _("Private: others do not see that it exists"),
        }
        help_texts = {
            "question_template": _("For instance: What happens? What have you tried? Markdown."),
            "slug": _("Letters, digits and hyphens."),
        }
        widgets = {"question_template": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, space: Space, **more: Any) -> None:
        super().__init__(*args, **more)
        self.space = space
        parents = Board.objects.filter(space=space, parent=None).exclude(pk=self.instance.pk)
        has_children = bool(self.instance.pk) and self.instance.children.exists()
        parent = self.fields["parent"]
        parent.queryset = parents.none() if has_children else parents  # type: ignore[attr-defined]
        parent.empty_label = _("No other board")  # type: ignore[attr-defined]
        if has_children:
            parent.help_text = _("Other boards stand below this one, so that it stays on top.")

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if slug in TAKEN_NAMES:
            raise forms.ValidationError(_("A page of the space has this address. Choose another."))
        others = Board.objects.filter(space=self.space, slug=slug).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("Another board of this space has this address."))
        return slug

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        usual = cleaned.get("usual_kind")
        if usual and usual not in cleaned.get("kinds", []):
            self.add_error(
                "usual_kind", _("Members may not begin this here. Choose one of those above.")
            )
        weighty = [name for name in WEIGHTY if name in self.changed_data]
        if weighty and self.instance.pk and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("You change who reads or posts here: write down why."))
        return cleaned

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "reason"}


class ReaderForm(forms.Form):
    """Who is let into a private board, and why."""

    member = MemberField()
    reason = forms.CharField(
        label=_("Why"), max_length=300, help_text=_("Stays on the record; the member can read it."),
        error_messages={"required": _("Write down why: it stays on the record.")},
    )  # fmt: skip


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=300, required=False, help_text=WHY)
