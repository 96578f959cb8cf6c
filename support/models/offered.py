from django.db import models
from django.utils import timezone

from forums.models import Topic
from support.models.enquiry import Enquiry


class OfferedAnswer(models.Model):
    """A solved conversation that was shown to somebody writing to support, and whether they opened it."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="offered")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="offered_in")
    position = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="in the list last shown; empty once a later list left it out",
    )
    offered_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "topic"], name="offered_once_an_enquiry")
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} for {self.enquiry_id}"
