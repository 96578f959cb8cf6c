"""One form a kind of provider. A secret is taken and never shown again."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.entering.domains import bare as bare_domain
from accounts.models import Entrance, IdentityProvider
from accounts.providers.trying.companies import SHARED_TENANTS, apple_key

PLAIN = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}
BELIEVED = {
    "google",
    "apple",
    "github",
    "linkedin",
}  # they confirm addresses themselves, and say so


class OnceTextarea(forms.Textarea):
    """Shows nothing of what was typed before: for private keys."""

    def format_value(self, value: Any) -> str:
        return ""


def plain(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.TextInput(attrs=PLAIN), **({"max_length": 191} | more)
    )


class WaysForm(forms.ModelForm):
    class Meta:
        model = Entrance
        fields = ["by_passkey", "by_code", "by_password"]
        help_texts = {
            "by_passkey": gettext_lazy("with the fingerprint, face or PIN of one's own device"),
            "by_code": gettext_lazy("six signs by mail: nothing to remember"),
            "by_password": gettext_lazy("comes last on the page, folded"),
        }


class ProviderForm(forms.Form):
    """What every kind asks; the kinds below add theirs."""

    detail_names: tuple[str, ...] = ()
    has_client = True

    name = forms.CharField(
        label=gettext_lazy("Name on the button"), max_length=40,
        help_text=gettext_lazy("“Continue with” comes before it"),
    )  # fmt: skip
    client_id = plain(gettext_lazy("Client ID"))
    secret = forms.CharField(
        label=gettext_lazy("Client secret"), max_length=4000, required=False,
        widget=forms.PasswordInput(attrs=PLAIN | {"autocomplete": "new-password"}),
    )  # fmt: skip
    trusts_email = forms.BooleanField(
        label=gettext_lazy("Believe its confirmed e-mail addresses"), required=False,
        help_text=gettext_lazy(
            "Whoever comes with one joins the account that has confirmed the same address. Without it we ask for a "
            "code by mail once."
        ),
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: str, provider: IdentityProvider | None, **kwargs: Any
    ) -> None:
        self.kind, self.provider = kind, provider
        label = IdentityProvider.Kind(kind).label
        known = {
            "name": label if kind not in ("openid_connect", "saml") else _("Company account"),
            "trusts_email": kind in BELIEVED,
        }
        if provider:
            known = {
                "name": provider.name,
                "client_id": provider.client_id,
                "trusts_email": provider.trusts_email,
            }
            known |= {
                name: self.shown(provider.details.get(name, "")) for name in self.detail_names
            }
        super().__init__(*args, **(kwargs | {"initial": known}))
        if not self.has_client:
            del self.fields["client_id"], self.fields["secret"]
        elif provider and provider.secret:
            self.fields["secret"].help_text = _("One is kept, sealed. Leave this empty to keep it.")
        else:
            self.fields["secret"].required = True
        self.order_fields(["name", *self.detail_names, "client_id", "secret", "trusts_email"])

    @staticmethod
    def shown(value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean_secret(self) -> str:
        return self.cleaned_data["secret"].strip()

    def wanted(self) -> dict[str, Any]:
        """The fields of the provider, for the action."""
        taken = self.cleaned_data
        details = {name: taken[name] for name in self.detail_names if taken.get(name)}
        return {
            "name": taken["name"], "client_id": taken.get("client_id", ""), "secret": taken.get("secret", ""),
            "trusts_email": taken["trusts_email"], "details": details,
        }  # fmt: skip


class VouchedDomains(forms.CharField):
    """Domains, one a line, whose addresses count as confirmed although the provider does not say so."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Domains whose addresses it vouches for"), required=False, max_length=2000,
            widget=forms.Textarea(attrs=PLAIN | {"rows": 2}),
            help_text=gettext_lazy(
                "One a line, only domains the company owns: addresses there count as confirmed even if it does not say so."
            ),
        )  # fmt: skip

    def clean(self, value: Any) -> list[str]:
        words = super().clean(value).replace(",", " ").split()
        if wrong := next((word for word in words if not bare_domain(word)), ""):
            raise forms.ValidationError(
                _("“%s” is not a domain. Write it as in example.com.") % wrong[:60]
            )
        return list(dict.fromkeys(bare_domain(word) for word in words))


class AppleForm(ProviderForm):
    detail_names = ("team", "key_id")
    team = plain(gettext_lazy("Team ID"), max_length=10)
    key_id = plain(gettext_lazy("Key ID"), max_length=10)
    secret = forms.CharField(
        label=gettext_lazy("Private key (the .p8 file)"), max_length=4000, required=False,
        widget=OnceTextarea(attrs=PLAIN | {"rows": 4}),
    )  # fmt: skip

    def clean_secret(self) -> str:
        text = super().clean_secret()
        if text and apple_key(text) is None:
            raise forms.ValidationError(
                _(
                    "This is not a key as Apple gives it: paste the whole .p8 file, its first and last line included."
                )
            )
        return text


class MicrosoftForm(ProviderForm):
    detail_names = ("tenant", "vouched_domains")
    tenant = plain(
        gettext_lazy("Directory (tenant) ID"),
        initial="common",
        max_length=100,
        help_text=gettext_lazy("“common”: anybody with an account at Microsoft"),
    )
    vouched_domains = VouchedDomains()

    def clean_tenant(self) -> str:
        tenant = self.cleaned_data["tenant"].strip()
        if not tenant.replace("-", "").replace(".", "").isalnum():
            raise forms.ValidationError(
                _("A tenant is an ID such as 1b2c…, a domain, or “common”.")
            )
        return tenant

    def clean(self) -> dict[str, Any]:
        taken = super().clean() or {}
        if taken.get("vouched_domains") and taken.get("tenant") in SHARED_TENANTS:
            self.add_error(
                "vouched_domains",
                _(
                    "Only one company's own directory can vouch: in the shared one anybody may claim any address."
                ),
            )
        return taken
