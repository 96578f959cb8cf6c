from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Viewer
from search.engine.words import MOST_QUERY_CHARS
from spaces.models import Space

KINDS: dict[str, tuple[Promise | str, tuple[str, ...]]] = {
    "": (_("Everything"), ()),
    "topic": (_("Conversations"), ("topic",)),
    "article": (_("Articles"), ("article",)),
    "policy": (_("Policies and votes"), ("policy", "proposal")),
}
"""Under which name of the address which kinds of entry are shown."""


class SearchForm(forms.Form):
    """What the address of a search says; anything odd in it counts as not said."""

    q = forms.CharField(
        label=_("Search for"),
        required=False,
        max_length=MOST_QUERY_CHARS,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    space = forms.ModelChoiceField(
        label=_("Space"),
        required=False,
        queryset=Space.objects.none(),
        to_field_name="slug",
        empty_label=_("All spaces"),
    )
    solved = forms.BooleanField(label=_("Solved only"), required=False)

    def __init__(self, *args: object, viewer: Viewer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["space"].queryset = Space.objects.visible_to(viewer)  # type: ignore[attr-defined]
