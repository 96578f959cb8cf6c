from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.models import Article
from forums.models import Topic
from support.models.case import Case


class CaseLinkQuerySet(models.QuerySet["CaseLink"]):
    def of_one_matter(self) -> CaseLinkQuerySet:
        """Where case and conversation are about the same: the solution of one is the other's."""
        return self.filter(kind__in=(CaseLink.Kind.CAME_FROM, CaseLink.Kind.BECAME))


class CaseLink(models.Model):
    """A case and a conversation or an article that belong together."""

    class Kind(models.TextChoices):
        CAME_FROM = "came_from", _("The case came from it")
        BECAME = "became", _("The case became it")
        SEE_ALSO = "see_also", _("See also")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="links")
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="case_links"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="case_links"
    )
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SEE_ALSO)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = CaseLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(topic=None, article__isnull=False)
                | Q(topic__isnull=False, article=None),
                name="case_link_to_one_thing",
            ),
            models.UniqueConstraint(
                fields=["case", "topic"], condition=Q(topic__isnull=False), name="case_topic_once"
            ),
            models.UniqueConstraint(
                fields=["case", "article"],
                condition=Q(article__isnull=False),
                name="case_article_once",
            ),
            models.UniqueConstraint(
                fields=["topic"],
                condition=Q(kind="came_from"),
                name="topic_becomes_one_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.topic_id or self.article_id}"
