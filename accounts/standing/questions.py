"""Ask later: which question a member is due, without a query where none is.

A question stays on the front page until it is answered, or skipped for good; the next comes a week after that.
Nothing is written when a page is read.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import Member, ProfileAnswer, ProfileQuestion, ProfileSkip
from core.remembered import Remembered

FIRST_DAY = timedelta(days=1)
PAUSE = timedelta(days=7)


def _read() -> list[ProfileQuestion]:
    return list(ProfileQuestion.objects.asked())


asked_questions = Remembered(_read)
"""Those switched on, in order."""

forget_questions = asked_questions.forget


def is_due(member: Member, now: datetime) -> bool:
    """Whether enough time has passed since they came, or since the last question was dealt with."""
    if member.asks_nothing:
        return False
    return now >= (member.ask_after or member.joined_at + FIRST_DAY)


def question_due(member: Member) -> ProfileQuestion | None:
    """The one question to ask now; a single query, and only of members who are due one."""
    if not is_due(member, timezone.now()) or not (questions := asked_questions()):
        return None
    answered = ProfileAnswer.objects.filter(member=member).values_list("question_id", flat=True)
    skipped = ProfileSkip.objects.filter(member=member).values_list("question_id", flat=True)
    done = set(answered.union(skipped))
    return next((each for each in questions if each.pk not in done), None)
