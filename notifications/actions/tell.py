from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from operator import itemgetter

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


def tell(*, member_ids: Collection[int], notice: Notice) -> int:
    """Tell each of the members once, whatever comes twice; returns how many were told now.

    The actor, whoever blocked them, placeholders and inactive members are told nothing. Mail is due at once for those who are
    away, and for those who are here after NOTIFICATION_MAIL_DELAY_SECONDS, if they have not read it by then.
    """
    return tell_all([(notice, member_ids)])


@transaction.atomic
def tell_all(told: Iterable[tuple[Notice, Collection[int]]]) -> int:
    """The same of many notices, by as many statements as one takes. Of two with one key a member is told the first."""
    wanted = {
        (member_id, notice.key): notice
        for notice, member_ids in reversed([*told])
        for member_id in member_ids
        if member_id != notice.actor_id
    }
    if not wanted:
        return 0
    ids = {member_id for member_id, _key in wanted}
    known = Notification.objects.filter(member__in=ids, key__in={key for _id, key in wanted})
    before = set(known.values_list("member", "key"))
    blocked = who_blocked({notice.actor_id for notice in wanted.values()}, ids)
    active = Member.objects.active().filter(pk__in=ids, is_placeholder=False).only("pk", "email")
    members = {member.pk: member for member in active}
    rows = [
        _row(members[member_id], notice)
        for (member_id, key), notice in sorted(wanted.items(), key=itemgetter(0))
        if member_id in members
        and (member_id, key) not in before
        and (notice.actor_id, member_id) not in blocked
    ]
    if not rows:
        return 0
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(partial(tell_counts, {row.member_id for row in rows}))
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
