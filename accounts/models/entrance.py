from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.role import Role


class Entrance(models.Model):
    """How people come in: the ways besides providers, and who is admitted. One an installation."""

    class Admission(models.TextChoices):
        OPEN = "open", _("Anyone")
        APPROVAL = "approval", _("Anyone, once an administrator agrees")
        INVITATION = "invitation", _("Only who was invited")

    by_code = models.BooleanField(_("One-time code by e-mail"), default=True)
    by_passkey = models.BooleanField(_("Passkey"), default=True)
    by_password = models.BooleanField(_("Password"), default=True)
    admission = models.CharField(
        _("Who may join"), max_length=12, choices=Admission, default=Admission.OPEN
    )
    email_domains = ArrayField(
        models.CharField(max_length=253),
        verbose_name=_("Only addresses of these domains"),
        default=list,
        blank=True,
        help_text=_("one a line; none: any"),
    )
    is_private = models.BooleanField(
        _("Only members read"), default=False, help_text=_("visitors see the sign-in page alone")
    )
    second_factor_roles = ArrayField(
        models.CharField(max_length=20, choices=Role),
        verbose_name=_("A second factor is needed for"),
        default=list,
        blank=True,
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="one_entrance")]

    def __str__(self) -> str:
        return self.get_admission_display()
