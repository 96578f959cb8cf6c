"""Ask later: questions set by administrators, answered or skipped by members, for ever if they like."""

import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.consent import give_consent
from accounts.events import AnswerWithdrawn, ProfileQuestionSaved, QuestionAnswered
from accounts.models import Consent, Member, ProfileAnswer, ProfileQuestion, ProfileSkip
from accounts.models.question import KEPT_WITH_ANSWERS
from accounts.rules import may_set_questions
from accounts.standing.questions import PAUSE, forget_questions
from core.rules import NotAllowed, demand
from events.publishing import publish


@transaction.atomic
def answer_question(
    *,
    member: Member,
    question: ProfileQuestion,
    value: str,
    agrees: bool = False,
    browser_id: uuid.UUID | None = None,
) -> ProfileAnswer:
    """Keep or change an answer, and with `agrees` their consent to the question's purpose."""
    if agrees:
        give_consent(
            member=member, browser_id=browser_id, purposes=[question.purpose], place="question"
        )
    held = Consent.objects.in_force().of(member.pk, None).filter(purpose=question.purpose)
    answer, _is_new = ProfileAnswer.objects.update_or_create(
        question=question,
        member=member,
        defaults={"value": value.strip(), "consent": held.first()},
    )
    ProfileSkip.objects.filter(question=question, member=member).delete()
    _pause(member)
    publish(QuestionAnswered(answer_id=answer.pk, question_id=question.pk, member_id=member.pk))
    return answer


@transaction.atomic
def skip_question(*, member: Member, question: ProfileQuestion) -> None:
    """Never ask them this."""
    ProfileSkip.objects.get_or_create(question=question, member=member)
    _pause(member)


@transaction.atomic
def withdraw_answer(*, member: Member, question: ProfileQuestion) -> bool:
    """Delete an answer everywhere, and do not ask for it again; False when there was none."""
    gone, _by_model = ProfileAnswer.objects.filter(member=member, question=question).delete()
    if gone:
        ProfileSkip.objects.get_or_create(question=question, member=member)
        publish(AnswerWithdrawn(question_id=question.pk, member_id=member.pk))
    return bool(gone)


@transaction.atomic
def want_questions(*, member: Member, wanted: bool) -> None:
    """Ask this member nothing at all, or ask again."""
    Member.objects.filter(pk=member.pk).update(asks_nothing=not wanted)


@transaction.atomic
def save_question(
    *, by: Member, question: ProfileQuestion | None = None, **fields: Any
) -> ProfileQuestion:
    """Add a question or change one; raises NotAllowed where answers stand on the words as they are."""
    demand(may_set_questions(by))
    if question:
        question = ProfileQuestion.objects.select_for_update().get(pk=question.pk)
        changed = [
            name
            for name in KEPT_WITH_ANSWERS
            if name in fields and fields[name] != getattr(question, name)
        ]
        if changed and question.answers.exists():
            raise NotAllowed(_("It has been answered, so its words stay. Write a new question."))
    question = question or ProfileQuestion()
    for name, value in fields.items():
        setattr(question, name, value)
    question.full_clean()
    question.save()
    publish(ProfileQuestionSaved(question_id=question.pk, by_id=by.pk))
    transaction.on_commit(forget_questions)
    return question


def _pause(member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(ask_after=timezone.now() + PAUSE)
