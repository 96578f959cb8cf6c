from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone

from content.models import Article
from forums.models import Topic
from support.models.enquiry import Enquiry


class OfferedAnswerQuerySet(models.QuerySet["OfferedAnswer"]):
    def answers(self) -> OfferedAnswerQuerySet:
        """Solved conversations and help articles; a question that was still open answers nobody."""
        return self.filter(is_open_question=False)

    def shown(self) -> OfferedAnswerQuerySet:
        """In the list last shown, best first."""
        return self.exclude(position=None).order_by("position")


class OfferedAnswer(models.Model):
    """What was shown to somebody writing to support: whether they opened it, and said "not quite" to it.

    Exactly one of a conversation and a help article. `is_open_question`: nobody had solved it when it was offered.
    """

    enquiry = models.ForeignKey(Enquiry, on_delete=models.CASCADE, related_name="offered")
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="offered_in"
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="offered_in"
    )
    is_open_question = models.BooleanField(default=False, db_default=False)
    position = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="in the list last shown; empty once a later list left it out",
    )
    offered_at = models.DateTimeField(default=timezone.now)
    opened_at = models.DateTimeField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True, help_text="they said: not quite")

    objects = OfferedAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enquiry", "topic"], name="offered_once_an_enquiry"),
            models.UniqueConstraint(
                fields=["enquiry", "article"], name="article_offered_once_an_enquiry"
            ),
            models.CheckConstraint(
                condition=Q(topic=None, article__isnull=False)
                | Q(topic__isnull=False, article=None),
                name="offered_topic_or_article",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id or self.article_id} for {self.enquiry_id}"
