from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from forums.models import Topic
from spaces.models import Space
from uploads.models import Upload

if TYPE_CHECKING:
    from accounts.models import Viewer

WORDS_A_MINUTE = 220


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> ArticleQuerySet:
        return self.filter(state=Article.State.PUBLISHED)

    def visible_to(self, viewer: Viewer) -> ArticleQuerySet:
        """Published articles of the spaces they may read, and whatever they wrote themselves."""
        readable = Q(state=Article.State.PUBLISHED, space__in=Space.objects.visible_to(viewer))
        return self.filter(readable | Q(author=viewer.pk) if viewer.is_authenticated else readable)

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-published_at", "-id")


class Article(models.Model):
    """A piece an evangelist writes. `source` is what was written, `html` what it cooked to, on write."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="articles")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="articles"
    )
    title = models.CharField(max_length=150)
    slug = models.SlugField(max_length=80, unique=True)
    standfirst = models.CharField(max_length=300, blank=True)
    source = models.TextField()
    html = models.TextField()
    cover = models.ForeignKey(
        Upload, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reading_minutes = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    is_help = models.BooleanField(
        default=False, db_default=False,
        help_text=_("solves a problem: offered to whoever writes to support"),
    )  # fmt: skip
    key = models.UUIDField(null=True, blank=True, help_text=_("the form's idempotency key"))
    topic = models.OneToOneField(
        Topic, null=True, blank=True, on_delete=models.PROTECT, related_name="article",
        help_text=_("its conversation"),
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["author", "key"], name="article_once_a_key"),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="article_published_has_its_date",
            ),
        ]
        indexes = [
            models.Index(
                F("published_at").desc(),
                F("id").desc(),
                name="article_latest",
                condition=Q(state="published"),
            ),
            models.Index("author", F("published_at").desc(), name="article_by_author"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("content:article", args=[self.slug])

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED


def minutes_to_read(source: str) -> int:
    """Whole minutes at 220 words a minute, one at least."""
    return max(1, round(len(source.split()) / WORDS_A_MINUTE))
