"""What is new to a member, and what is unread: the same words for lists, rows and for marking all as read."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import Member
from forums.models import ReadingPosition, Topic
from forums.reading.following import followed, followed_by_parts

NEW_FOR_DAYS = 14
UNREAD_FOR_DAYS = 90


def new_since(member: Member, now: datetime | None = None) -> datetime:
    """Topics opened before this are new to nobody: two weeks ago, or when the member joined."""
    return max(member.joined_at, (now or timezone.now()) - timedelta(days=NEW_FOR_DAYS))


def unread_since(now: datetime | None = None) -> datetime:
    """What has been quiet for longer is not brought up as unread."""
    return (now or timezone.now()) - timedelta(days=UNREAD_FOR_DAYS)


def is_new_to(viewer: Any, since: Any = None) -> Q:
    """Opened by somebody else since then, and never opened by them. Asked of topics."""
    positions = ReadingPosition.objects.filter(member=viewer.pk, topic=OuterRef("pk"))
    since = new_since(viewer) if since is None else since
    never_opened = Q(~Exists(positions))
    return Q(created_at__gt=since) & ~Q(author=viewer.pk) & never_opened


def with_position(topics: QuerySet[Topic], viewer: Any) -> QuerySet[Topic]:
    """Topics with the member's own position beside them: `mine_number` and `mine_read_at` to show, `mine` to ask for.

    What is shown is looked up row by row: joined, all that somebody ever read may be gone through for one page.
    """
    own = ReadingPosition.objects.filter(member=viewer.pk, topic=OuterRef("pk"))
    return topics.annotate(
        mine=FilteredRelation("positions", condition=Q(positions__member=viewer.pk)),
        mine_number=Subquery(own.values("number")),
        mine_read_at=Subquery(own.values("read_at")),
    )


def unread_by(topics: QuerySet[Topic], viewer: Any, since: Any) -> QuerySet[Topic]:
    """Read before, or followed, with posts they have not read. Asked of topics `with_position`."""
    known = Q(mine__read_at__isnull=False) & Q(mine__number__lt=F("last_number"))
    return topics.filter(bumped_at__gt=since).filter(known | (followed(viewer) & _has_news(viewer)))


def parts_of_unread(viewer: Any, since: Any) -> list[Q]:
    """The same as conditions of which any one holds: where they stopped before the end, and what they follow."""
    stopped = ReadingPosition.objects.filter(
        member=viewer.pk, read_at__isnull=False, topic__bumped_at__gt=since, topic__last_number__gt=F("number")
    )  # fmt: skip
    parts = [part & _has_news(viewer) for part in followed_by_parts(viewer)]
    return [Q(part, bumped_at__gt=since) for part in (Q(pk__in=stopped.values("topic")), *parts)]


def _has_news(viewer: Any) -> Q:
    """Posts behind their position; and where they have none, whatever others began."""
    return Q(mine__number__lt=F("last_number")) | Q(Q(mine__number=None) & ~Q(author=viewer.pk))
