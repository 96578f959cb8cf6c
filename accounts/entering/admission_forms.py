"""The forms of admission and invitations."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.invitation import DAYS, MOST_DAYS, MOST_USES
from accounts.entering.domains import bare
from accounts.entering.places import places
from accounts.models import Entrance, Member, Role
from accounts.rules import may_grant_roles


class AdmissionForm(forms.ModelForm):
    """Who may join and who may read. Domains are one a line, kept as they go over the wire."""

    email_domains = forms.CharField(
        label=gettext_lazy("Only addresses of these domains"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy(
            "One a line, such as example.com; its subdomains count too. Nothing here: any address."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "autocapitalize": "none", "spellcheck": "false"}),
    )

    class Meta:
        model = Entrance
        fields = ["admission", "email_domains", "is_private"]
        widgets = {"admission": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["email_domains"] = "\n".join(self.instance.email_domains)

    def clean_email_domains(self) -> list[str]:
        found: list[str] = []
        for word in self.cleaned_data["email_domains"].replace(",", " ").split():
            domain = bare(word.rpartition("@")[2])
            if not domain:
                raise forms.ValidationError(
                    _("“%s” is not a domain. Write it as in example.com.") % word[:60]
                )
            if domain not in found:
                found.append(domain)
        return found


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        required=False,
        help_text=gettext_lazy(
            "They get the link by mail, and only they can use it. Nothing here: a link you pass on yourself."
        ),
    )
    name = forms.CharField(label=gettext_lazy("Their name"), required=False, max_length=80)
    note = forms.CharField(
        label=gettext_lazy("A line from you"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    most_uses = forms.IntegerField(
        label=gettext_lazy("For how many people"),
        initial=1,
        min_value=1,
        max_value=MOST_USES,
        help_text=gettext_lazy("A link to one address is always for one."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Holds for days"), initial=DAYS, min_value=1, max_value=MOST_DAYS
    )

    def __init__(self, *args: Any, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", _("none")), *((str(pk), name) for pk, name in places())]
        if len(known) > 1:
            self.fields["space_id"] = forms.TypedChoiceField(
                label=_("Space they then belong to"),
                required=False,
                choices=known,
                coerce=int,
                empty_value=None,
            )
        if may_grant_roles(by):
            self.fields["role"] = forms.ChoiceField(
                label=_("Role they get"),
                required=False,
                choices=[("", _("none")), *Role.choices],
                help_text=_("Only with an address: a role does not travel with a link."),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("role") and not cleaned.get("email"):
            self.add_error("email", _("A role is only given to one address: write it here."))
        return cleaned


class DecisionForm(forms.Form):
    """About one or many who wait."""

    members = forms.TypedMultipleChoiceField(coerce=int, choices=[])
    reason = forms.CharField(required=False, max_length=300)
    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        given = [each for each in data.getlist("members") if each.isdecimal() and len(each) < 19]
        self.fields["members"].choices = [(each, each) for each in given[:200]]  # type: ignore[attr-defined]
