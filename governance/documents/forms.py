from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from core.text import MAX_SOURCE
from governance.actions.translate_policy import check_translation
from governance.models import Policy, PolicyVersion
from governance.rules import may_establish, spaces_to_establish
from spaces.models import Language, Space

TAKEN = {"new"}


class PolicyForm(forms.Form):
    """A policy that there was not; later texts are proposed."""

    title = forms.CharField(label=_("Title"), max_length=120)
    slug = forms.SlugField(
        label=_("Address"), max_length=60, help_text=_("The last part of its address: house-rules")
    )
    space = forms.ModelChoiceField(
        Space.objects.none(), label=_("Where it holds"), required=False, empty_label=_("Everywhere")
    )
    language = forms.ChoiceField(
        label=_("Language of the legal text"), required=False,
        choices=[("", _("As the space speaks")), *Language.choices],
    )  # fmt: skip
    summary = forms.CharField(
        label=_("In plain words"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source = forms.CharField(
        label=_("The text"),
        help_text=_(
            "A line such as “## 3. Links” begins a clause. Its address stays when it is renumbered; “## 3. Links {#links}” "
            "names it for good."
        ),
        max_length=MAX_SOURCE,
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        field: Any = self.fields["space"]
        theirs = [each.pk for each in spaces_to_establish(viewer)]
        field.queryset = Space.objects.filter(pk__in=theirs)
        if not may_establish(viewer):
            field.required, field.empty_label = True, None

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if slug in TAKEN or Policy.objects.filter(slug=slug).exists():
            raise ValidationError(_("This address is taken."))
        return slug


class TranslationForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=120)
    summary = forms.CharField(
        label=_("In plain words"),
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    source = forms.CharField(
        label=_("The text"),
        help_text=_("With as many clauses as the legal text, in the same order, so that links find them."),
        max_length=MAX_SOURCE, widget=forms.Textarea(attrs={"rows": 18}),
    )  # fmt: skip

    def __init__(self, *args: Any, version: PolicyVersion, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.language = version, language

    def clean_source(self) -> str:
        source: str = self.cleaned_data["source"]
        try:
            check_translation(self.version, self.language, source)
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return source


class AcceptanceForm(forms.Form):
    """Which version they had before them, and in which language."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    language = forms.CharField(max_length=5, widget=forms.HiddenInput)


class DemandForm(forms.Form):
    why = forms.CharField(
        label=_("Why members are asked"), max_length=300,
        help_text=_("One sentence that they read above the button."),
    )  # fmt: skip
