from __future__ import annotations

from datetime import datetime

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent
from analytics.models.survey import SurveyAnswer
from analytics.models.touch import Touch
from content.models import Article
from forums.models import Board, Solution, State, Topic
from spaces.models import Space
from support.models import Case, Enquiry, Product


class Grade(models.TextChoices):
    """What became of somebody's wish for help; the strongest that holds."""

    FAILED = "failed", _("Support was needed")
    CONFIRMED = "confirmed", _("Solved, they said so")
    IMPLICIT = "implicit", _("Left the form after reading answers")
    POTENTIAL = "potential", _("Read a solved conversation or a help article")
    NONE = "none", _("Nothing known")


def where_there_is_one(table: str, *fields: str) -> list[models.Index]:
    """An index of each foreign key that holds only the rows which have one.

    A million rows are graded again at once, and each row that changes is written into every index that holds it.
    """
    return [
        models.Index(
            fields=[field], name=f"{table}_of_{field}", condition=Q(**{f"{field}__isnull": False})
        )
        for field in fields
    ]  # fmt: skip


class SupportIntentQuerySet(models.QuerySet["SupportIntent"]):
    def provisional(self, now: datetime | None = None) -> SupportIntentQuerySet:
        return self.filter(closes_at__gt=now or timezone.now())

    def confirmed(self) -> SupportIntentQuerySet:
        return self.filter(grade=Grade.CONFIRMED)

    def implicit(self) -> SupportIntentQuerySet:
        return self.filter(grade=Grade.IMPLICIT)


class SupportIntent(models.Model):
    """Somebody wanted help within one waiting window.

    `key` says whose it is: a consenting member's or browser's, else that of the one conversation, enquiry or
    case it is about; then it is nobody's. Derived: `analytics.actions.arrange` can make it again at any time.
    """

    key = models.CharField(max_length=60)
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text=_("until then it is provisional"))
    grade = models.CharField(max_length=10, choices=Grade)
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False,
        help_text=_("the conversation that decided the grade, else the one it was about"),
    )  # fmt: skip
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False,
        help_text=_("the help article that decided the grade"),
    )  # fmt: skip
    space = models.ForeignKey(
        Space,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    board = models.ForeignKey(
        Board,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    product = models.ForeignKey(
        Product,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = SupportIntentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "opened_at"], name="intent_once_a_window"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")), name="intent_window_is_open"
            ),
        ]
        indexes = [
            models.Index("grade", F("opened_at").desc(), F("id").desc(), name="intent_by_grade"),
            models.Index(fields=["opened_at"], name="intent_opened"),
            *where_there_is_one("intent", "consent", "topic", "article"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.opened_at:%F} {self.grade}"

    def is_provisional(self, now: datetime | None = None) -> bool:
        return self.closes_at > (now or timezone.now())


class IntentEvidenceQuerySet(models.QuerySet["IntentEvidence"]):
    def countable(self) -> IntentEvidenceQuerySet:
        """Without what is hidden or deleted, and without what the company's own people did."""
        gone = Q(kind__in=IntentEvidence.OF_A_TOPIC) & ~Q(topic__state=State.VISIBLE)
        return self.exclude(gone).exclude(is_staffs=True)


class IntentEvidence(models.Model):
    """One thing that speaks for an intent, and the row it comes from."""

    class Kind(models.TextChoices):
        QUESTION_ASKED = "question_asked", _("asked the community")
        SOLUTION_ACCEPTED = "solution_accepted", _("accepted an answer")
        CONTACT_STARTED = "contact_started", _("began to write to support")
        ANSWER_OPENED = "answer_opened", _("read an answer on the contact form")
        ENQUIRY_SOLVED = "enquiry_solved", _("said that an answer solved it")
        CASE_OPENED = "case_opened", _("a support case was opened")
        SEARCHED = "searched", _("searched")
        SOLVED_TOPIC_READ = "solved_topic_read", _("read a solved conversation")
        HELP_ARTICLE_READ = "help_article_read", _("read a help article")
        SURVEY_YES = "survey_yes", _("said, when asked, that they found what they needed")
        SURVEY_NO = "survey_no", _("said, when asked, that they did not find what they needed")

    OF_A_TOPIC = ("question_asked", "solution_accepted")

    key = models.CharField(max_length=60, help_text=_("of the intent"))
    subject = models.CharField(
        max_length=60,
        help_text=_("the row it was read from, like topic:7; all of it is read again together"),
    )
    intent = models.ForeignKey(
        SupportIntent, null=True, blank=True, on_delete=models.DO_NOTHING, related_name="evidence",
        db_index=False, db_constraint=False,
        help_text=_("written by grading alone, and in no index, so that a row stays where it is: found by its key besides"),
    )  # fmt: skip
    kind = models.CharField(max_length=20, choices=Kind)
    at = models.DateTimeField()
    is_staffs = models.BooleanField(
        default=False, help_text=_("done by the company's own people: not counted")
    )
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    topic = models.ForeignKey(
        Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    article = models.ForeignKey(
        Article, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    survey = models.ForeignKey(
        SurveyAnswer,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    solution = models.ForeignKey(
        Solution, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    enquiry = models.ForeignKey(
        Enquiry, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    touch = models.ForeignKey(
        Touch, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )

    objects = IntentEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "intent evidence"
        constraints = [
            # Enquiry, case, touch and survey are the subject's own.
            models.UniqueConstraint(
                fields=["subject", "kind", "topic", "article", "solution"],
                nulls_distinct=False,
                name="evidence_once_of_subject",
            ),
        ]
        indexes = [
            models.Index(fields=["key", "at"], name="evidence_of_key"),
            BrinIndex(fields=["at"], name="evidence_when"),
            *where_there_is_one(
                "evidence", "consent", "topic", "article", "survey", "solution", "enquiry", "case", "touch"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} of {self.key}"
