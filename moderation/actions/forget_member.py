from django.db import transaction

from moderation.models import QuestionClaim, Report


@transaction.atomic
def forget_member(*, member_id: int) -> None:
    """What a member who left told the moderators loses its words; decisions, and their reasons, stay in the log."""
    Report.objects.filter(reporter=member_id).update(note="")
    QuestionClaim.objects.filter(member=member_id).delete()
