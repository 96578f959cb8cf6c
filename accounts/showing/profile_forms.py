"""What one says of oneself, and the picture of it."""

import math
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import MemberField
from accounts.handles import names
from accounts.models import MOST_LINKS, Audience, Member, Part
from accounts.showing.profiles import audience_of
from uploads.actions import Square

WEB = URLValidator(schemes=["http", "https"])
PAGE_AUDIENCES = [
    (Audience.EVERYONE, Audience.EVERYONE.label),
    (Audience.MEMBERS, Audience.MEMBERS.label),
]


class ProfileForm(forms.ModelForm):
    """What a member says of themselves: words, up to five links, and who sees which part."""

    class Meta:
        model = Member
        fields = ["name", "pronouns", "location", "bio"]
        labels = {
            "name": gettext_lazy("Name"),
            "pronouns": gettext_lazy("Pronouns"),
            "location": gettext_lazy("Place"),
            "bio": gettext_lazy("About you"),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "bio": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        links = list(self.instance.links.all()) if self.instance.pk else []
        for place in range(MOST_LINKS):
            link = links[place] if place < len(links) else None
            self.fields[f"link_url_{place}"] = forms.URLField(
                label=_("Address %(n)d") % {"n": place + 1}, required=False, max_length=200,
                initial=link.url if link else "", assume_scheme="https", validators=[WEB],
                widget=forms.URLInput(attrs={"placeholder": "https://", "autocomplete": "url"}),
                error_messages={"invalid": _("This is no address of a page: it begins with https://")},
            )  # fmt: skip
            self.fields[f"link_label_{place}"] = forms.CharField(
                label=_("What it is called"), required=False, max_length=40,
                initial=link.label if link else "",
            )  # fmt: skip
        for part in Part:
            choices = PAGE_AUDIENCES if part == Part.PAGE else Audience.choices
            self.fields[f"see_{part.value}"] = forms.ChoiceField(
                label=part.label, choices=choices, required=False,
                initial=audience_of(self.instance, part),
            )  # fmt: skip

    def clean_name(self) -> str:
        name = names.clean_name(self.cleaned_data["name"])
        problem = (
            "" if name == self.initial.get("name") else names.problem_with_name(name, self.instance)
        )
        if problem:
            raise forms.ValidationError(problem)
        return name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for place in range(MOST_LINKS):
            url = cleaned.get(f"link_url_{place}") or ""
            if "@" in urlsplit(url).netloc:
                self.add_error(
                    f"link_url_{place}", _("Leave out what stands before the @ in this address.")
                )
        return cleaned

    def words(self) -> Iterator[Any]:
        return (self[name] for name in self.Meta.fields)

    def link_rows(self) -> list[dict[str, Any]]:
        """The pairs of fields; those that are filled in, or wrong, and one more stand open."""
        fields = [
            (self[f"link_url_{place}"], self[f"link_label_{place}"]) for place in range(MOST_LINKS)
        ]
        last = max((place for place, (url, _label) in enumerate(fields) if url.value()), default=-1)
        return [
            {"url": url, "label": label, "is_open": place <= last + 1}
            for place, (url, label) in enumerate(fields)
        ]

    def audiences(self) -> Iterator[Any]:
        return (self[f"see_{part.value}"] for part in Part)

    def chosen(self) -> dict[str, Any]:
        """What `change_profile` takes."""
        cleaned = self.cleaned_data
        pairs = [
            (cleaned[f"link_label_{place}"], cleaned[f"link_url_{place}"])
            for place in range(MOST_LINKS)
        ]
        audiences = {part.value: cleaned[f"see_{part.value}"] for part in Part}
        return {
            **{name: cleaned[name] for name in self.Meta.fields},
            "links": [(label, url) for label, url in pairs if url],
            "shown_to": {part: audience for part, audience in audiences.items() if audience},
        }


class AvatarForm(forms.Form):
    """A picture and the square of it that is kept; without one, or with nonsense, its middle."""

    picture = forms.FileField(
        label=gettext_lazy("A new picture"),
        help_text=gettext_lazy("JPEG, PNG, WebP or GIF. A square of it is kept, and nothing else."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
        error_messages={"required": gettext_lazy("Choose a picture first.")},
    )

    def square(self) -> Square:
        shares = {name: _share(self.data.get(name)) for name in ("x", "y", "size")}
        return Square(**{name: share for name, share in shares.items() if share is not None})


def _share(value: Any) -> float | None:
    """A number from 0 to 1, or nothing."""
    try:
        share = float(value)
    except (TypeError, ValueError):
        return None
    return share if math.isfinite(share) and 0 <= share <= 1 else None


class BlockForm(forms.Form):
    handle = MemberField()
