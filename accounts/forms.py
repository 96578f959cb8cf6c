from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Member


class MemberField(forms.CharField):
    """An active member, named by handle; with or without @, in any case. Offers handles while one types."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"label": _("Handle"), "max_length": 40} | kwargs))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        plain = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
        return super().widget_attrs(widget) | plain

    def clean(self, value: Any) -> Any:
        handle = super().clean(value).removeprefix("@")
        if not handle:
            return None
        member = Member.objects.active().filter(handle__iexact=handle).first()
        if member is None:
            raise forms.ValidationError(_("Nobody here has this handle."))
        return member


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Member
        fields = ["name", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 4})}
