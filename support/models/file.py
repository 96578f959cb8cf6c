from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from support.models.case import Case
from support.models.message import CaseMessage
from uploads.models import Upload

if TYPE_CHECKING:
    from accounts.models import Viewer


class CaseFileQuerySet(models.QuerySet["CaseFile"]):
    def for_customer(self) -> CaseFileQuerySet:
        return self.filter(Q(message=None) | Q(message__is_internal=False))

    def visible_to(self, viewer: Viewer) -> CaseFileQuerySet:
        """Files of the cases one may see; those of internal notes only where one is not its customer."""
        if not viewer.is_authenticated:
            return self.none()
        shown = self.filter(case__in=Case.objects.visible_to(viewer))
        notes = Q(message__is_internal=True)
        return shown.exclude(notes & Q(case__member=viewer.pk))


class CaseFile(models.Model):
    """A file that came with a case (`message` is empty: with its first text) or with one of its messages."""

    USED_BY = "support.case_file"

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    message = models.ForeignKey(
        CaseMessage, null=True, blank=True, on_delete=models.CASCADE, related_name="files"
    )
    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="case_files")

    objects = CaseFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "upload"], name="case_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id} on {self.case_id}"
