import hashlib
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models.role import Role


def hash_of(token: str) -> str:
    """What is kept of a token: who reads the database cannot use an invitation."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationBatch(models.Model):
    """A list of people to invite, as it was brought. A job works it off row by row, and may be interrupted."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    rows = models.JSONField(default=list, help_text="[address, name] of each good row, until sent")
    bad_rows = models.JSONField(default=list, help_text="[line, what it said, what is wrong]")
    note = models.CharField(max_length=500, blank=True)
    space_id = models.BigIntegerField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0, help_text="were members already: not written to")
    doubled = models.PositiveIntegerField(default=0, help_text="stood in the list twice")
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def usable(self, now: datetime | None = None) -> "InvitationQuerySet":
        return self.filter(
            revoked_at=None, expires_at__gt=now or timezone.now(), used__lt=F("most_uses")
        )


class Invitation(models.Model):
    """A way in for whoever has its link. The link is shown or mailed once; only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    most_uses = models.PositiveIntegerField(default=1)
    used = models.PositiveIntegerField(default=0)
    email = models.EmailField(blank=True, help_text="then only its verified owner may use it")
    name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    space_id = models.BigIntegerField(
        null=True, blank=True, help_text="a space they then belong to"
    )
    note = models.CharField(max_length=500, blank=True)
    batch = models.ForeignKey(
        InvitationBatch, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(used__lte=F("most_uses")), name="invitation_not_overused"
            ),
            models.UniqueConstraint(
                fields=["batch", "email"],
                condition=Q(batch__isnull=False),
                name="invitation_once_a_batch",
            ),
        ]
        indexes = [models.Index(F("created_at").desc(), F("id").desc(), name="invitation_newest")]

    def __str__(self) -> str:
        return f"#{self.pk} {self.used}/{self.most_uses}"

    @property
    def is_usable(self) -> bool:
        return (
            self.revoked_at is None
            and self.expires_at > timezone.now()
            and self.used < self.most_uses
        )

    @property
    def state(self) -> str:
        if self.revoked_at:
            return "revoked"
        if self.used >= self.most_uses:
            return "used"
        return "open" if self.expires_at > timezone.now() else "expired"


class InvitationUse(models.Model):
    """Who came by which invitation: each member by one at most."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="uses")
    member = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitation_use"
    )
    used_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.member_id} by {self.invitation_id}"
