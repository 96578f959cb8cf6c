"""The survey of readers: who is asked, and what they answered."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Consent, Member, Purpose
from analytics import locks
from analytics.events import SurveyAnswered
from analytics.models import SurveyAnswer
from analytics.models.survey import QUIET
from content.models import Article
from events.publishing import publish
from forums.models import Topic


@transaction.atomic
def ask_reader(
    *, consent_id: int, topic: Topic | None = None, article: Article | None = None
) -> SurveyAnswer | None:
    """Write down that a reader is asked now whether this page helped, before they see the question.

    None where they must not be: their consent is over, the page could not have helped, they wrote it or work for the
    company, or they were asked within 90 days, on this browser or another of theirs.
    """
    agreed = Consent.objects.in_force().filter(pk=consent_id, purpose=Purpose.ANALYTICS)
    consent = agreed.select_related("browser").select_for_update(of=("self",)).first()
    if consent is None:
        return None
    browser = consent.browser
    member_id = consent.member_id or (browser.member_id if browser else None)
    browser_id = browser.pk if browser and not member_id else None
    now = timezone.now()
    if not _could_help(topic, article, member_id, now) or _speaks_for_us(member_id):
        return None
    locks.own([f"survey/member:{member_id}" if member_id else f"survey/browser:{browser_id}"])
    asked = SurveyAnswer.objects.of(member_id, browser.pk if browser else None)
    if asked.filter(asked_at__gt=now - QUIET).exists():
        return None
    return SurveyAnswer.objects.create(
        consent=consent,
        member_id=member_id,
        browser_id=browser_id,
        topic=topic,
        article=article,
        asked_at=now,
    )


@transaction.atomic
def answer_survey(*, survey: SurveyAnswer, found: bool, would_have_contacted: bool | None) -> bool:
    """Keep what a reader answered; False when they had answered before, which stays as it was."""
    answers: dict[str, Any] = {
        "found": found,
        "would_have_contacted": would_have_contacted,
        "answered_at": timezone.now(),
    }
    if not SurveyAnswer.objects.filter(pk=survey.pk, answered_at=None).update(**answers):
        return False
    publish(SurveyAnswered(survey_id=str(survey.pk)))
    return True


def _could_help(
    topic: Topic | None, article: Article | None, member_id: int | None, now: datetime
) -> bool:
    """A question that is solved, or a help article, and not their own."""
    if topic is not None:
        return bool(topic.solved_at and topic.solved_at <= now and topic.author_id != member_id)
    return bool(
        article and article.is_help and article.is_published and article.author_id != member_id
    )


def _speaks_for_us(member_id: int | None) -> bool:
    member = Member.objects.filter(pk=member_id).first() if member_id else None
    return bool(member and member.is_staff)
