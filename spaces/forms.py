from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import MemberField
from accounts.models import Member, Role
from spaces.models import SPACE_ROLES, Brand, Space
from spaces.reactions import REACTIONS, THANKS


class RoleForm(forms.Form):
    """Who is to hold which role, where and why."""

    member = MemberField(
        widget=forms.TextInput(
            attrs={
                "list": "people",
                "hx-get": reverse_lazy("spaces:people"),
                "hx-trigger": "input changed delay:200ms",
                "hx-target": "#people",
            }
        )
    )
    role = forms.ChoiceField(choices=Role.choices, label=_("Role"))
    space = forms.ModelChoiceField(
        queryset=Space.objects.order_by("position", "name"),
        required=False,
        label=_("Where"),
        empty_label=_("Everywhere"),
        help_text=_("Evangelists and community managers can be given one space alone."),
    )
    reason = forms.CharField(
        max_length=300,
        label=_("Why"),
        help_text=_("Stays on the record; administrators and the member can read it."),
        error_messages={"required": _("Write down why: it stays on the record.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("space") and cleaned.get("role") not in SPACE_ROLES:
            self.add_error("role", _("This role is held everywhere or not at all."))
        return cleaned


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300,
        label=_("Why"),
        error_messages={"required": _("Write down why: it stays on the record.")},
    )


class BrandForm(forms.ModelForm):
    reactions = forms.MultipleChoiceField(
        label=_("Reactions"), choices=[each for each in REACTIONS.items() if each[0] != THANKS], required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What members may answer a post with in one press. Thanks are always there."),
    )  # fmt: skip

    class Meta:
        model = Brand
        fields = ["name", "tagline", "about", "hue", "chroma", "typeface", "reactions"]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}


class SpaceForm(forms.ModelForm):
    leader = forms.ModelChoiceField(
        queryset=Member.objects.active(), to_field_name="handle", required=False, label=_("Leader's handle"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
        error_messages={"invalid_choice": _("Nobody here has this handle.")},
    )  # fmt: skip

    class Meta:
        model = Space
        fields = [
            "name",
            "slug",
            "tagline",
            "about",
            "visibility",
            "is_indexed",
            "language",
            "leader",
            "noise_budget",
            "own_look",
            "hue",
            "chroma",
            "position",
        ]
        widgets = {"about": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.leader:
            self.initial["leader"] = self.instance.leader.handle
