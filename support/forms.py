from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from support.models import Product

SHORTEST_SEARCH = 8


class EnquiryForm(forms.Form):
    """The one field, and where there are products, which one it is about. `subject` names what the words are about,
    for those who come with a subject; else it is the words' beginning."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(max_length=150, required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("What's wrong?"),
        help_text=_("In your own words. Answers appear while you write."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    product: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Which product?"),
        queryset=Product.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("I'd rather not say"),
    )
    order = forms.CharField(
        label=_("Number of your order, if it is about one"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        products = Product.objects.offered()
        if products.exists():
            self.fields["product"].queryset = products  # type: ignore[attr-defined]
        else:
            del self.fields["product"], self.fields["order"]

    def clean_subject(self) -> str:
        return " ".join(self.cleaned_data["subject"].split())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["text"] = data.get("text", "").strip() or data.get("subject", "")
        if not data["text"] and "text" not in self.errors:
            self.add_error("text", _("Tell us what happens, so that we can help."))
        return data

    @property
    def told(self) -> dict[str, Any]:
        """What `save_enquiry` keeps of a valid form."""
        names = ("key", "subject", "text", "product", "order")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class SendingForm(EnquiryForm):
    """Everything a case needs; a visitor also says who they are."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def __init__(self, *args: Any, is_member: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if is_member:
            del self.fields["name"], self.fields["email"]
