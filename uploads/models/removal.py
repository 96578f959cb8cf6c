from django.db import models


class Removal(models.Model):
    """A file that is to go. Written with what it belonged to, so that a storage that is away forgets nothing."""

    path = models.CharField(max_length=140, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.path
