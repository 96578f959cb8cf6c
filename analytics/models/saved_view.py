from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A page of figures with its filters, under a name of one's own. The address says all, so opening it asks rights anew."""

    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    name = models.CharField(_("Name"), max_length=60)
    address = models.CharField(max_length=500)
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["member", "name"], name="saved_view_once"),
            models.CheckConstraint(
                condition=Q(address__startswith="/insights/"), name="saved_view_is_of_insights"
            ),
        ]

    def __str__(self) -> str:
        return self.name
