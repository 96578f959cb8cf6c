from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from spaces.models import Space


class NoteQuerySet(models.QuerySet["Note"]):
    def standing(self) -> NoteQuerySet:
        return self.filter(taken_back_at=None)


class Note(models.Model):
    """What happened on a day that figures alone do not tell: "price change". It stands on every time line."""

    day = models.DateField(_("Day"))
    words = models.CharField(_("What happened"), max_length=120)
    space = models.ForeignKey(
        Space, null=True, blank=True, on_delete=models.CASCADE, related_name="+",
        help_text=_("where it mattered; nothing: everywhere"),
    )  # fmt: skip
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    set_at = models.DateTimeField(auto_now_add=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["day"], name="note_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.words}"
