from django.db import models

OPENED = "open:"
"""Begins the kinds that count forms opened by visitors, which are no pages of their own."""


class PageCount(models.Model):
    """How many pages of a kind were read on a day: nobody's, so that the share that consented can be shown."""

    day = models.DateField()
    kind = models.CharField(max_length=20)
    consented = models.BooleanField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "consented"], name="page_count_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.number}"
