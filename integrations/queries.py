"""What pages read of imports."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Viewer
from analytics.models import ReportDelivery
from core.models import OutgoingMail
from integrations.models import DeskConnection, HandOver, ImportedPost, InboundMail
from support.models import Case

LATELY = 15
FAILED_FOR = timedelta(days=30)
_ADDRESS = re.compile(r"[^\s@<>'\"(){}]{1,64}@[^\s@<>'\"(){}]{1,255}")


@dataclass(slots=True)
class ConnectionStory:
    """What came and went by a connection lately."""

    cases: int
    mails: list[InboundMail]
    hand_overs: list[HandOver]


@dataclass(slots=True)
class Undelivered:
    """What did not leave the house, newest first, and how many more."""

    mails: list[OutgoingMail]
    reports: list[ReportDelivery]
    mail_count: int


def undelivered(now: datetime) -> Undelivered:
    """Mails and reports given up within FAILED_FOR: three queries. Of mails neither reader nor words are told."""
    mails = OutgoingMail.objects.parked().filter(parked_at__gt=now - FAILED_FOR)
    reports = ReportDelivery.objects.filter(
        state=ReportDelivery.State.FAILED, due_at__gt=now - FAILED_FOR
    )
    shown = list(mails.order_by("-parked_at").only("parked_at", "error", "attempts")[:5])
    for mail in shown:
        mail.error = _ADDRESS.sub("…@…", mail.error)[:200]
    return Undelivered(
        mails=shown,
        reports=list(reports.select_related("report", "reader").order_by("-due_at")[:5]),
        mail_count=mails.count(),
    )


def connection_story(connection: DeskConnection) -> ConnectionStory:
    mails = connection.mails.select_related("case").order_by("-pk")
    going = connection.hand_overs.select_related("case", "asked_by").order_by("-pk")
    return ConnectionStory(
        cases=Case.objects.filter(desk=connection.slug).exclude(received_at=None).count(),
        mails=list(mails[:LATELY]) if connection.is_mailbox else [],
        hand_overs=list(going[:LATELY]) if connection.takes_cases else [],
    )


def moved_post(viewer: Viewer, kind: str, old_id: int, host: str) -> ImportedPost | None:
    """The post that had this number, if this person may read it.

    Two sites may have had it: then the one whose name the request came by, else the first to move in.
    """
    found = (
        ImportedPost.objects.readable_by(viewer)
        .filter(kind=kind, old_id=old_id)
        .select_related("source", "post__topic")
        .order_by("source")
    )
    return min(found, key=lambda each: each.source.site != host, default=None)


def origins_of(post_ids: Iterable[int]) -> dict[int, ImportedPost]:
    """Where posts came from, of those that came from elsewhere: one query."""
    rows = ImportedPost.objects.filter(post__in=list(post_ids)).select_related("source")
    return {each.post_id: each for each in rows}
