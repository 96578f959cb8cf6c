"""What taggit's tags do not know: descriptions, synonyms, and who changed which tag. A tag is shown while somebody sees it used."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag


class TagFacts(models.Model):
    """What a tag is for, in a sentence or two."""

    tag = models.OneToOneField(Tag, on_delete=models.CASCADE, related_name="facts")
    description = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.description


class TagSynonym(models.Model):
    """Another word for a tag: whoever writes it gives the tag."""

    name = models.CharField(max_length=100, unique=True)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="synonyms")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TagChange(models.Model):
    """A tag was described, renamed, given or relieved of a synonym, or deleted: who, when, why, and what it takes to undo it.

    It outlives the tag, and names it in words.
    """

    class Kind(models.TextChoices):
        DESCRIBED = "described", _("described")
        RENAMED = "renamed", _("renamed")
        SYNONYM = "synonym", _("given a synonym")
        NO_SYNONYM = "no_synonym", _("relieved of a synonym")
        DELETED = "deleted", _("deleted")

    tag = models.ForeignKey(
        Tag, null=True, blank=True, on_delete=models.SET_NULL, related_name="changes"
    )
    name = models.CharField(max_length=100, help_text=_("of the tag, then"))
    kind = models.CharField(max_length=12, choices=Kind)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_by=None) | Q(undone_at__isnull=False),
                name="tag_change_undone_means_date",
            )
        ]
        indexes = [models.Index(F("at").desc(), F("id").desc(), name="tag_change_newest")]

    def __str__(self) -> str:
        return f"{self.name} {self.kind}"
