from django.db import transaction

from accounts.models import Consent, Member, ProfileAnswer
from analytics.models import ToldAnswer


@transaction.atomic
def settle_answers(*, member_id: int) -> None:
    """Bring what may be used of a member's answers in line with the answers and with what they agree to now."""
    if not Member.objects.select_for_update(no_key=True).filter(pk=member_id).first():
        return
    held = {row.purpose: row for row in Consent.objects.in_force().of(member_id, None)}
    usable = [
        answer
        for answer in ProfileAnswer.objects.filter(member=member_id).select_related("question")
        if answer.question.purpose in held
    ]
    kept = ToldAnswer.objects.filter(member=member_id)
    kept.exclude(question__in=[answer.question_id for answer in usable]).delete()
    for answer in usable:
        ToldAnswer.objects.update_or_create(
            question_id=answer.question_id,
            member_id=member_id,
            defaults={
                "consent": held[answer.question.purpose],
                "value": answer.value,
                "told_at": answer.answered_at,
            },
        )
