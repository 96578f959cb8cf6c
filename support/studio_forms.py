"""What administrators set for support."""

import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from spaces.models import Space
from support.models import Product
from support.models.share import MOST_PERCENT

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


class ProductForm(forms.ModelForm):
    """A product, and by what one knows that a conversation is about it."""

    tags = forms.CharField(
        label=_("Tags"),
        help_text=_("Conversations with one of these are about it. Several with commas between."),
        max_length=300,
        required=False,
    )

    class Meta:
        model = Product
        fields = ["name", "space", "tags", "position", "is_retired"]
        labels = {
            "name": _("Name"),
            "space": _("Space"),
            "position": _("Place in the list"),
            "is_retired": _("No longer offered"),
        }
        help_texts = {
            "name": _("As customers call it."),
            "space": _("All conversations there are about it."),
            "is_retired": _("Cases keep it; nobody can choose it any more."),
        }

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        space = self.fields["space"]
        space.queryset = Space.objects.order_by("position", "name")  # type: ignore[attr-defined]
        space.empty_label = _("None of its own")  # type: ignore[attr-defined]
        self.fields["position"].required = False
        if self.instance.pk:
            self.initial["tags"] = ", ".join(self.instance.tags.values_list("name", flat=True))

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0

    def clean_tags(self) -> list[int]:
        names = [each.strip() for each in self.cleaned_data["tags"].split(",") if each.strip()]
        found: list[int] = []
        for name in names:
            tag = Tag.objects.filter(name__iexact=name).first()
            if tag is None:
                raise ValidationError(_("No conversation has the tag “%s” yet.") % name)
            found.append(tag.pk)
        return found


class SiteForm(forms.Form):
    """A site on which the box may stand."""

    origin = forms.CharField(
        label=_("Address of the site"),
        help_text=_("https://www.example.com, without anything after it."),
        max_length=200,
        widget=forms.URLInput(attrs={"placeholder": "https://www.example.com"}),
    )

    def clean_origin(self) -> str:
        """The origin as browsers write it; nothing that could say more in a policy."""
        parts = urlsplit(self.cleaned_data["origin"].strip().lower().rstrip("/"))
        plain = not (parts.path or parts.query or parts.fragment)
        if parts.scheme not in ("https", "http") or not plain or not _HOST.fullmatch(parts.netloc):
            raise ValidationError(
                _("Write scheme and host, and no more: https://www.example.com"), code="origin"
            )
        return f"{parts.scheme}://{parts.netloc}"


class ShareForm(forms.Form):
    """From how many of a hundred people answers are withheld."""

    percent = forms.IntegerField(
        label=_("Withheld from, in a hundred"),
        help_text=_(
            "10 is usual. With 0 nobody waits longer, and nobody knows what answers are worth."
        ),
        min_value=0,
        max_value=MOST_PERCENT,
    )
    why = forms.CharField(
        label=_("Why"), help_text=_("For whoever reads it later."), max_length=200, required=False
    )
