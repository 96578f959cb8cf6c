from django.conf import settings
from django.db import models

from accounts.models import Consent, ProfileQuestion


class ToldAnswerQuerySet(models.QuerySet["ToldAnswer"]):
    def consented(self) -> "ToldAnswerQuerySet":
        """Those whose consent holds at this moment, of members who are here: no page shows any other."""
        return self.filter(consent__withdrawn_at=None, member__is_active=True)


class ToldAnswer(models.Model):
    """What a member answered when asked, as far as they agreed to the question's use: a copy that can be made again."""

    question = models.ForeignKey(ProfileQuestion, on_delete=models.CASCADE, related_name="told")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_answers"
    )
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="told_answers")
    value = models.CharField(max_length=200)
    told_at = models.DateTimeField()

    objects = ToldAnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "member"], name="told_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.question_id}"
