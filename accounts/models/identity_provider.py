from typing import Self
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.sealing import Unreadable, seal, unseal

LINKEDIN = "https://www.linkedin.com/oauth"
# Where the browser is sent, by kind; an OpenID Connect issuer and SAML say it themselves.
ORIGINS = {
    "google": ["https://accounts.google.com"],
    "apple": ["https://appleid.apple.com"],
    "microsoft": ["https://login.microsoftonline.com", "https://login.live.com"],
    "github": ["https://github.com"],
    "facebook": ["https://www.facebook.com", "https://m.facebook.com"],
    "linkedin": ["https://www.linkedin.com"],
}


class IdentityProviderQuerySet(models.QuerySet["IdentityProvider"]):
    def present(self) -> Self:
        return self.filter(removed_at=None)

    def switched_on(self) -> Self:
        return self.present().filter(is_on=True)


class IdentityProvider(models.Model):
    """A company whose word on who somebody is we take. Those given by the environment are made of the same class, unsaved.

    The slug is what identities are kept under (`SocialAccount.provider`): a removed provider's row stays, so that nobody
    else's subjects are ever taken for theirs.
    """

    class Kind(models.TextChoices):
        GOOGLE = "google", "Google"
        APPLE = "apple", "Apple"
        MICROSOFT = "microsoft", "Microsoft"
        GITHUB = "github", "GitHub"
        FACEBOOK = "facebook", "Facebook"
        LINKEDIN = "linkedin", "LinkedIn"
        OPENID_CONNECT = "openid_connect", "OpenID Connect"
        SAML = "saml", "SAML"

    # There can be only one of each: their addresses have no name of the provider in them.
    ALONE = (Kind.GOOGLE, Kind.APPLE, Kind.MICROSOFT, Kind.GITHUB, Kind.FACEBOOK)

    kind = models.CharField(_("Kind"), max_length=16, choices=Kind)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("Name on the button"), max_length=40)
    client_id = models.CharField(_("Client ID"), max_length=191, blank=True)
    sealed_secret = models.TextField(blank=True, editable=False)
    details = models.JSONField(default=dict, blank=True)
    trusts_email = models.BooleanField(
        _("Believe its verified e-mail addresses"),
        default=False,
        help_text=_("whoever comes with one joins the account that has confirmed the same address"),
    )
    is_on = models.BooleanField(_("Switched on"), default=False)
    position = models.PositiveSmallIntegerField(default=0)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(auto_now=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    by_environment = False

    objects = IdentityProviderQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(removed_at=None)
                & Q(kind__in=["google", "apple", "microsoft", "github", "facebook"]),
                name="one_provider_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | Q(is_on=False), name="removed_provider_is_off"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_alone(self) -> bool:
        return self.kind in self.ALONE

    @property
    def secret(self) -> str:
        """The client secret, or Apple's private key. Empty where it was sealed with another SECRET_KEY."""
        try:
            return unseal(self.sealed_secret)
        except Unreadable:
            return ""

    @secret.setter
    def secret(self, text: str) -> None:
        self.sealed_secret = seal(text)

    @property
    def issuer(self) -> str:
        return LINKEDIN if self.kind == self.Kind.LINKEDIN else self.details.get("issuer", "")

    @property
    def callback_path(self) -> str:
        """Where the provider sends people back to: what is registered there."""
        if self.kind == self.Kind.SAML:
            return reverse("saml_acs", kwargs={"organization_slug": self.slug})
        if self.kind in (self.Kind.OPENID_CONNECT, self.Kind.LINKEDIN):
            return reverse("openid_connect_callback", kwargs={"provider_id": self.slug})
        return reverse(f"{self.kind}_callback")

    @property
    def origins(self) -> list[str]:
        """Where a form that starts a sign-in may lead the browser."""
        addresses = [self.issuer, self.details.get("sso_url", "")]
        addresses += self.details.get("origins", [])
        parts = [urlsplit(address) for address in addresses if address]
        found = [f"{each.scheme}://{each.netloc}" for each in parts if each.netloc]
        return list(dict.fromkeys([*ORIGINS.get(self.kind, []), *found]))
