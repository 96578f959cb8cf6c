from datetime import datetime

from django.db import transaction

from accounts.events import MemberSuspended, SuspensionLifted
from accounts.models import Member
from events.publishing import publish


@transaction.atomic
def keep_from_writing(*, member: Member, until: datetime, reason: str) -> None:
    """Note on the member that they are suspended. Moderation decides it, and keeps who did and why."""
    Member.objects.filter(pk=member.pk).update(suspended_until=until, suspended_for=reason[:300])
    publish(MemberSuspended(member_id=member.pk))


@transaction.atomic
def let_write_again(*, member: Member) -> None:
    Member.objects.filter(pk=member.pk).update(suspended_until=None, suspended_for="")
    publish(SuspensionLifted(member_id=member.pk))
