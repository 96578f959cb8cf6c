from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from spaces.models import Brand, Space


class BrandForm(forms.ModelForm):
    class Meta:
        model = Brand
        fields = ["name", "tagline", "about", "hue", "chroma", "typeface"]
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
            "leader",
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
