import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.browser import Browser


class Purpose(models.TextChoices):
    ANALYTICS = "analytics", _("Measuring what helps")
    PERSONALISATION = "personalisation", _("Showing you first what fits you")
    MARKETING = "marketing", _("News by mail")
    SALES = "sales", _("Being contacted about products")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def in_force(self) -> "ConsentQuerySet":
        return self.filter(withdrawn_at=None)

    def of(self, member_id: int | None, browser_id: uuid.UUID | None) -> "ConsentQuerySet":
        """Lines of this member (those of their browsers included), or of this browser while nobody is signed in."""
        if member_id is not None:
            return self.filter(
                Q(member=member_id)
                | Q(member=None, browser__in=Browser.objects.filter(member=member_id))
            )
        return self.filter(member=None, browser=browser_id) if browser_id else self.none()


class Consent(models.Model):
    """A line of the ledger: what someone agreed to, in which words, where and when, and when they took it back.

    Held by a member, or by a browser until its owner signs in (then both are set).
    """

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="consents",
    )
    browser = models.ForeignKey(
        Browser, null=True, blank=True, on_delete=models.SET_NULL, related_name="consents"
    )
    purpose = models.CharField(max_length=20, choices=Purpose)
    text_version = models.CharField(max_length=20)
    place = models.CharField(max_length=40)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member__isnull=False)
                | Q(browser__isnull=False)
                | Q(withdrawn_at__isnull=False),
                name="consent_is_somebodys",
            ),
            models.UniqueConstraint(
                fields=["member", "purpose"],
                condition=Q(withdrawn_at=None),
                name="consent_once_a_member",
            ),
            models.UniqueConstraint(
                fields=["browser", "purpose"],
                condition=Q(withdrawn_at=None, member=None),
                name="consent_once_a_browser",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} by {self.member_id or self.browser_id}"
