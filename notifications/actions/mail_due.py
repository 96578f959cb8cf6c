from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from notifications.letters import write_letter
from notifications.models import Notification
from notifications.queries import wants_mail

LETTERS_AN_HOUR = 6


def send_due_mail(*, most: int = 500) -> int:
    """Write to members about what they have not read in time; returns how many letters were kept.

    Safe to run twice or at once: a member's rows are locked, and marked in the letter's transaction.
    """
    due = Notification.objects.due(timezone.now()).order_by().values_list("member", flat=True)
    return sum(_write_to(member_id) for member_id in sorted(due.distinct()[:most]))


@transaction.atomic
def _write_to(member_id: int) -> bool:
    """One letter about all that is due to a member; what they lost sight of is left out for good.

    After LETTERS_AN_HOUR the rest waits, and comes together in one.
    """
    now = timezone.now()
    member = (
        Member.objects.select_for_update(skip_locked=True, no_key=True).filter(pk=member_id).first()
    )
    if member is None or _letters_since(member, now - timedelta(hours=1)) >= LETTERS_AN_HOUR:
        return False
    due = Notification.objects.filter(member=member).due(now)
    if not (member.is_active and member.email and not member.is_placeholder and wants_mail(member)):
        due.update(mail_due_at=None)
        return False
    visible = Notification.objects.visible_to(member).due(now)
    rows = list(visible.select_related("actor", "topic", "post").order_by("-created_at", "-pk"))
    due.exclude(pk__in=[row.pk for row in rows]).update(mail_due_at=None)
    if not rows:
        return False
    write_letter(member, rows)
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    return True


def _letters_since(member: Member, moment: datetime) -> int:
    recent = Notification.objects.filter(member=member, mailed_at__gt=moment)
    return recent.order_by().values("mailed_at").distinct().count()
