from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from accounts.queries import who_blocked
from core.broker import hand_over
from core.live.presence import is_here
from notifications.live import tell_counts
from notifications.models import Notification


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is told. About a topic or post: their ids and no words; else title and text."""

    key: str
    kind: str
    url: str
    actor_id: int | None = None
    topic_id: int | None = None
    post_id: int | None = None
    title: str = ""
    text: str = ""
    by_mail: bool = True


@transaction.atomic
def tell(*, member_ids: Collection[int], notice: Notice) -> int:
    """Tell each of the members once, whatever comes twice; returns how many were told now.

    The actor, whoever blocked them, placeholders and inactive members are told nothing. Mail is due at once for those who are
    away, and for those who are here after NOTIFICATION_MAIL_DELAY_SECONDS, if they have not read it by then.
    """
    if not set(member_ids) - {notice.actor_id}:
        return 0
    told = set(Notification.objects.filter(key=notice.key).values_list("member", flat=True))
    wanted = set(member_ids) - told - {notice.actor_id}
    wanted -= who_blocked(notice.actor_id, wanted)
    members = list(
        Member.objects.active().filter(pk__in=wanted, is_placeholder=False).only("pk", "email")
    )
    if not members:
        return 0
    rows = [_row(member, notice) for member in members]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(tell_counts, [member.pk for member in members]))
    now = timezone.now()
    if any(row.mail_due_at and row.mail_due_at <= now for row in rows):
        transaction.on_commit(partial(hand_over, "notifications.send_due_mail"))
    return len(rows)


def _row(member: Member, notice: Notice) -> Notification:
    due = None
    if notice.by_mail and member.email:
        wait = settings.NOTIFICATION_MAIL_DELAY_SECONDS if is_here(member.pk) else 0
        due = timezone.now() + timedelta(seconds=wait)
    return Notification(
        member=member,
        key=notice.key,
        kind=notice.kind,
        actor_id=notice.actor_id,
        topic_id=notice.topic_id,
        post_id=notice.post_id,
        title=notice.title[:200],
        text=notice.text[:500],
        url=notice.url,
        mail_due_at=due,
    )
