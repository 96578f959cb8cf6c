from django.db import models


class Passage(models.Model):
    """One visitor's way from writing to posted, as a figure keeps it: nobody's name, no moment, no text.

    Only the waiting act knows which passage is its own, and forgets it once it is done.
    """

    day = models.DateField(help_text="on which it was first kept")
    kind = models.CharField(max_length=40)
    way = models.CharField(
        max_length=60, blank=True, help_text="how they came back: a provider, code, password"
    )
    asked_after = models.PositiveIntegerField(
        null=True, help_text="seconds from first kept to Post, when sign-in was asked for"
    )
    returned_after = models.PositiveIntegerField(
        null=True, help_text="seconds from Post to signed in"
    )
    posted_after = models.PositiveIntegerField(null=True, help_text="seconds from Post to posted")
    clicks = models.PositiveSmallIntegerField(
        null=True, help_text="presses on our own pages between Post and posted"
    )
    by_claim = models.BooleanField(default=False, db_default=False, help_text="on another device")

    class Meta:
        indexes = [models.Index(fields=["day", "kind"], name="passage_of_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.way}"
