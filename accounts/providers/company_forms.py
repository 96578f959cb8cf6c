"""The forms of a company's own providers, an OpenID Connect issuer or SAML, of which there can be several."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser

from accounts.actions.identity_provider import free_slug
from accounts.oidc.documents import issuer_of
from accounts.providers.certificates import bare, read_certificate
from accounts.providers.forms import (
    PLAIN,
    AppleForm,
    MicrosoftForm,
    ProviderForm,
    VouchedDomains,
    plain,
)
from accounts.providers.trying.issuer import origin
from core.outgoing import Unreachable, fetch

MOST_METADATA_BYTES = 1024 * 1024


class SluggedForm(ProviderForm):
    """Kinds of which there can be several: a short name stands in their addresses."""

    slug = forms.SlugField(
        label=gettext_lazy("Short name in its addresses"),
        max_length=40,
        widget=forms.TextInput(attrs=PLAIN),
        help_text=gettext_lazy("cannot be changed later"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.provider:
            del self.fields["slug"]
        else:
            self.initial["slug"] = free_slug(self.kind, "work")
            self.order_fields(["name", "slug"])

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"].lower()
        if free_slug(self.kind, slug) != slug:
            raise forms.ValidationError(
                _("This short name is or was somebody else's: choose another.")
            )
        return slug

    def wanted(self) -> dict[str, Any]:
        return super().wanted() | ({} if self.provider else {"slug": self.cleaned_data["slug"]})


class IssuerForm(SluggedForm):
    detail_names = ("issuer", "origins", "vouched_domains")
    issuer = forms.CharField(
        label=gettext_lazy("Issuer's address"),
        max_length=500,
        widget=forms.URLInput(attrs=PLAIN | {"placeholder": "https://id.example.com/realms/main"}),
    )
    origins = forms.CharField(
        label=gettext_lazy("Further addresses on the way"), required=False, max_length=2000,
        widget=forms.Textarea(attrs=PLAIN | {"rows": 2}),
        help_text=gettext_lazy("One a line: where the issuer sends browsers on to at once. Browsers refuse others."),
    )  # fmt: skip
    vouched_domains = VouchedDomains()

    def clean_issuer(self) -> str:
        return checked_address(issuer_of(self.cleaned_data["issuer"].strip()))

    def clean_origins(self) -> list[str]:
        words = self.cleaned_data["origins"].replace(",", " ").split()
        return list(dict.fromkeys(origin(checked_address(word)) for word in words))


class SamlForm(SluggedForm):
    has_client = False
    detail_names = ("entity_id", "sso_url", "certificate", "vouched_domains")
    metadata = forms.CharField(
        label=gettext_lazy("Its metadata"), required=False, max_length=500_000,
        widget=forms.Textarea(attrs=PLAIN | {"rows": 3}),
        help_text=gettext_lazy("The XML, or the https address of it: fills in the three fields below."),
    )  # fmt: skip
    entity_id = plain(gettext_lazy("Its entity ID"), required=False, max_length=500)
    sso_url = plain(
        gettext_lazy("Its sign-in address (HTTP-Redirect)"), required=False, max_length=500
    )
    certificate = forms.CharField(
        label=gettext_lazy("Its signing certificate"), required=False, max_length=20_000,
        widget=forms.Textarea(attrs=PLAIN | {"rows": 4}),
    )  # fmt: skip
    vouched_domains = VouchedDomains()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["name", "slug", "metadata", *self.detail_names])

    def clean(self) -> dict[str, Any]:
        taken = super().clean() or {}
        if taken.get("metadata"):
            try:
                taken |= parsed_metadata(taken["metadata"].strip())
            except forms.ValidationError as error:
                self.add_error("metadata", error)
                return taken
        for name in ("entity_id", "sso_url", "certificate"):
            if not taken.get(name) and name not in self.errors:
                self.add_error(name, _("This is needed; it stands in the provider's metadata."))
        if taken.get("certificate"):
            taken["certificate"] = bare(taken["certificate"])
            if read_certificate(taken["certificate"]) is None:
                self.add_error(
                    "certificate",
                    _(
                        "This is not a certificate. Paste what stands between BEGIN and END CERTIFICATE."
                    ),
                )
        if taken.get("sso_url"):
            try:
                checked_address(taken["sso_url"])
            except forms.ValidationError as error:
                self.add_error("sso_url", error)
        return taken


FORMS: dict[str, type[ProviderForm]] = {
    "apple": AppleForm, "microsoft": MicrosoftForm, "openid_connect": IssuerForm, "saml": SamlForm,
}  # fmt: skip


def form_of(kind: str) -> type[ProviderForm]:
    return FORMS.get(kind, ProviderForm)


def checked_address(address: str) -> str:
    """An https address; http only of an origin the operators listed as inside."""
    parts = urlsplit(address)
    inside = any(origin(address) == origin(each) for each in settings.OUTGOING_INSIDE)
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise forms.ValidationError(
            _("“%s” is not an address: it begins with https://") % address[:100]
        )
    if parts.scheme == "http" and not inside:
        raise forms.ValidationError(
            _(
                "%s is not encrypted: anybody on the way could sign in as anyone. Use its https address."
            )
            % address[:100]
        )
    return address


def parsed_metadata(given: str) -> dict[str, Any]:
    """Entity ID, address and certificate out of a provider's metadata. Raises ValidationError with the cure."""
    text: str | bytes = given
    if not given.startswith("<"):
        try:
            text = fetch(checked_address(given), most_bytes=MOST_METADATA_BYTES).content
        except Unreachable as error:
            raise forms.ValidationError(
                _("The metadata could not be fetched (%s). Paste the XML itself.") % error
            ) from error
    try:
        idp = OneLogin_Saml2_IdPMetadataParser.parse(text).get("idp", {})
    except Exception as error:  # the parser lets through whatever its XML library raises
        raise forms.ValidationError(
            _("This is not SAML metadata: it is XML that begins with EntityDescriptor.")
        ) from error
    several = (idp.get("x509certMulti") or {}).get("signing") or [""]
    return {
        "entity_id": idp.get("entityId", ""),
        "sso_url": (idp.get("singleSignOnService") or {}).get("url", ""),
        "certificate": idp.get("x509cert") or several[0],
    }
