from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, GeneratedField

from spaces.models import Space

WORDS = "hearth_english"
"""The text search configuration of the migration: English stems, accents taken off."""


class SearchEntry(models.Model):
    """What the index knows of one thing that can be read. Only what everyone who may see its space may read."""

    kind = models.CharField(max_length=20)
    object_id = models.BigIntegerField()
    space = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="who may find it; nothing: everyone",
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    url = models.CharField(max_length=300)
    is_solved = models.BooleanField(default=False)
    score = models.IntegerField(default=0, help_text="what members think of it, 0 being nothing")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    document = GeneratedField(
        expression=SearchVector("title", weight="A", config=WORDS)
        + SearchVector("text", weight="D", config=WORDS),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]
        indexes = [
            # A short list of pending words: every search reads it from end to end.
            GinIndex(fields=["document"], name="search_document", gin_pending_list_limit=1024),
            GinIndex(SearchVector("title", config=WORDS), name="search_title_words"),
            GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="search_title_letters"),
            models.Index(F("updated_at").desc(), F("id").desc(), name="search_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
