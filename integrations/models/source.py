from django.db import models

from forums.models import Board


class ImportSource(models.Model):
    """A community that moved in: where it was, and the board its conversations are on now."""

    site = models.CharField(max_length=100, unique=True, help_text="its host name: coffee.example")
    board = models.ForeignKey(Board, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.site
