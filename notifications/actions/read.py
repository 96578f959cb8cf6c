from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from forums.models import Topic
from notifications.live import tell_counts
from notifications.models import Notification


@transaction.atomic
def mark_read(*, member: Member, notification: Notification) -> None:
    """Note that the member opened it; mail about it that has not left is not sent any more."""
    changed = Notification.objects.unread().filter(pk=notification.pk, member=member)
    if changed.update(read_at=timezone.now()):
        transaction.on_commit(partial(tell_counts, [member.pk]))


@transaction.atomic
def mark_seen(*, member: Member, topic: Topic, up_to: int) -> int:
    """Who reads a topic has read what they were told of its posts up to that number; returns how many that were."""
    told = Notification.objects.unread().filter(member=member, topic=topic)
    changed = told.filter(post__number__lte=up_to).update(read_at=timezone.now())
    if changed:
        transaction.on_commit(partial(tell_counts, [member.pk]))
    return changed


@transaction.atomic
def mark_all_read(*, member: Member) -> int:
    changed = Notification.objects.unread().filter(member=member).update(read_at=timezone.now())
    if changed:
        transaction.on_commit(partial(tell_counts, [member.pk]))
    return changed
