import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Member
from content.models import Article, Asset
from content.rules import spaces_to_write_in
from core.text import MAX_SOURCE
from spaces.models import Space
from uploads.documents import ACCEPTED, KINDS
from uploads.models import Upload


class ArticleForm(forms.Form):
    """Everything an article is made of. `cover` remembers a picture between preview and saving."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    cover = forms.UUIDField(widget=forms.HiddenInput, required=False)
    space: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Space"), queryset=Space.objects.none(), empty_label=None
    )
    title = forms.CharField(
        label=_("Title"), max_length=150, widget=forms.TextInput(attrs={"class": "title-input"})
    )
    standfirst = forms.CharField(
        label=_("Standfirst"), required=False, max_length=300,
        help_text=_("One or two sentences that say what a reader takes away."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    cover_file = forms.FileField(
        label=_("Cover picture"), required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )  # fmt: skip
    no_cover = forms.BooleanField(label=_("Without a cover"), required=False)
    source = forms.CharField(
        label=_("The article"), max_length=MAX_SOURCE, widget=forms.Textarea(attrs={"rows": 18})
    )
    is_help = forms.BooleanField(
        label=_("It solves a problem"), required=False,
        help_text=_("Offered to whoever writes to support about the same."),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("Add a picture or a file"), required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, member: Member, article: Article | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.member, self.article = member, article
        self.initial.setdefault("key", uuid.uuid4())
        if article:
            del self.fields["space"]
            for name in ("title", "standfirst", "source", "is_help"):
                self.initial.setdefault(name, getattr(article, name))
            self.initial.setdefault("cover", article.cover_id)
        else:
            spaces = Space.objects.filter(pk__in=[each.pk for each in spaces_to_write_in(member)])
            self.fields["space"].queryset = spaces  # type: ignore[attr-defined]

    def clean_cover(self) -> Upload | None:
        """One's own picture, or the cover it has; nobody else's."""
        wanted = self.cleaned_data["cover"]
        if wanted is None:
            return None
        if self.article and self.article.cover_id == wanted:
            return self.article.cover
        own = Upload.objects.of(owner=self.member, browser_id=None).filter(pk=wanted).first()
        if own is None:
            raise ValidationError(_("This picture is gone. Choose it again."))
        return own


class AssetForm(forms.Form):
    """A file for the library."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    space: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Space"), queryset=Space.objects.none(), empty_label=None
    )
    title = forms.CharField(label=_("Title"), max_length=150)
    description = forms.CharField(
        label=_("What it is good for"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    file = forms.FileField(
        label=_("File"), help_text=_("PDF, ZIP, EPUB, an office document or a picture."),
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )  # fmt: skip
    gate = forms.ChoiceField(
        label=_("Who may take it"), choices=Asset.Gate.choices, initial=Asset.Gate.MEMBERS
    )

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", uuid.uuid4())
        spaces = Space.objects.filter(pk__in=[each.pk for each in spaces_to_write_in(member)])
        self.fields["space"].queryset = spaces  # type: ignore[attr-defined]
