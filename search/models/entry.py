from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F

from forums.models import Board
from spaces.models import Language, Space


class SearchEntry(models.Model):
    """What the index knows of one thing that can be read. Only what everyone who may see its place may read.

    `document` and `title_words` are computed by the database (migration 0003) from the columns above them, in the
    entry's language: the title weighs A, tags and the solution B, what opens it C, the rest D; and each mark is a word.
    """

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
    board = models.ForeignKey(
        Board,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="who may find it, where a board is narrower than its space",
    )
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="what is neither title, solution nor opening")
    opening = models.TextField(blank=True, default="", db_default="")
    solution = models.TextField(blank=True, default="", db_default="")
    tags = ArrayField(models.CharField(max_length=100), default=list, db_default=[], blank=True)
    marks = ArrayField(
        models.CharField(max_length=120), default=list, db_default=[], blank=True,
        help_text="what filters ask for: see engine/marks.py",
    )  # fmt: skip
    language = models.CharField(
        max_length=8, choices=Language, default=Language.ENGLISH, db_default="en"
    )
    url = models.CharField(max_length=300)
    is_solved = models.BooleanField(default=False)
    score = models.IntegerField(default=0, help_text="what members think of it, 0 being nothing")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    made_by = models.SmallIntegerField(
        default=0, db_default=0, help_text="how it was read: older ways are read again"
    )
    document = SearchVectorField(null=True, editable=False)
    title_words = SearchVectorField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]
        indexes = [
            # A short list of pending words: every search reads it from end to end.
            GinIndex(fields=["document"], name="search_document", gin_pending_list_limit=1024),
            GinIndex(fields=["title_words"], name="search_titles", gin_pending_list_limit=256),
            GinIndex(OpClass(F("title"), name="gin_trgm_ops"), name="search_title_letters"),
            models.Index(F("updated_at").desc(), F("id").desc(), name="search_latest"),
            models.Index(fields=["made_by"], name="search_made_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
