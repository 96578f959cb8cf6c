from django.db import models

from uploads.models.upload import Upload


class UploadUse(models.Model):
    """A thing that shows an upload, so that it stays, and is seen by whoever may see the thing."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="uses")
    used_by = models.CharField(max_length=60, help_text="a kind of things, such as forums.post")
    object_id = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "used_by", "object_id"], name="upload_use_once"
            )
        ]
        indexes = [models.Index(fields=["used_by", "object_id"], name="upload_use_of")]

    def __str__(self) -> str:
        return f"{self.upload_id} in {self.used_by} {self.object_id}"
