from django.conf import settings
from django.db import models
from django.db.models import Q


class AdmissionRequestQuerySet(models.QuerySet["AdmissionRequest"]):
    def waiting(self) -> "AdmissionRequestQuerySet":
        """Those an administrator has to look at: nobody decided, and the address is known to be theirs."""
        return self.filter(decided_at=None).exclude(confirmed_at=None)


class AdmissionRequest(models.Model):
    """Somebody signed up where not everybody is let in: when they asked, who decided what, and why.

    Until it is accepted, `Member.is_waiting` keeps them out.
    """

    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="admission"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="when they proved their address"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    objects = AdmissionRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at=None, accepted=None)
                | Q(decided_at__isnull=False, accepted__isnull=False),
                name="admission_decided_whole",
            )
        ]
        indexes = [
            models.Index(
                fields=["confirmed_at", "id"],
                name="admission_waiting",
                condition=Q(decided_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.accepted}"
