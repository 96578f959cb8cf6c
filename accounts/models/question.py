from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.consent import Consent, Purpose

KEPT_WITH_ANSWERS = ("text", "kind", "choices", "purpose")
"""What people answered to, and for what use, is not changed under their answers."""


class ProfileQuestionQuerySet(models.QuerySet["ProfileQuestion"]):
    def asked(self) -> "ProfileQuestionQuerySet":
        return self.filter(is_on=True).order_by("position", "pk")


class ProfileQuestion(models.Model):
    """Something the company would like to know of its members, asked later and one at a time.

    An answer is used for the purpose alone, and while its member agrees to that purpose.
    """

    class Kind(models.TextChoices):
        CHOICE = "choice", _("One of these answers")
        TEXT = "text", _("A few words")

    USES = [
        (Purpose.ANALYTICS, _("Counted without names, in segments")),
        (Purpose.SALES, _("Shown with the member's name to sales")),
    ]

    text = models.CharField(_("Question"), max_length=140)
    why = models.CharField(
        _("Why you ask"), max_length=200, help_text=_("Stands under the question, for the member.")
    )
    kind = models.CharField(_("Answered by"), max_length=10, choices=Kind, default=Kind.CHOICE)
    choices = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    purpose = models.CharField(
        _("What answers are used for"),
        max_length=20,
        choices=USES,
        default=Purpose.ANALYTICS,
        help_text=_(
            "Only for members who agree to it; other answers are kept for the member alone."
        ),
    )
    position = models.PositiveSmallIntegerField(_("Position"), default=1)
    is_on = models.BooleanField(_("Ask it"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ProfileQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=[Purpose.ANALYTICS, Purpose.SALES]),
                name="profile_question_has_a_use",
            ),
            models.CheckConstraint(
                condition=~Q(kind="choice", choices=[]), name="profile_choice_has_choices"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProfileAnswer(models.Model):
    """What a member answered, and the consent it was used under when they did (none: kept for them alone)."""

    question = models.ForeignKey(ProfileQuestion, on_delete=models.CASCADE, related_name="answers")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile_answers"
    )
    value = models.CharField(max_length=200)
    consent = models.ForeignKey(
        Consent, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "member"], name="profile_answer_once"),
            models.CheckConstraint(condition=~Q(value=""), name="profile_answer_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.question_id}"


class ProfileSkip(models.Model):
    """A member does not want to be asked this, ever."""

    question = models.ForeignKey(ProfileQuestion, on_delete=models.CASCADE, related_name="skips")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="profile_skips"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "member"], name="profile_skip_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} skips {self.question_id}"
