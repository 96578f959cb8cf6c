"""What pages read of imports."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Viewer
from integrations.models import DeskConnection, HandOver, ImportedPost, InboundMail
from support.models import Case

LATELY = 15


@dataclass(slots=True)
class ConnectionStory:
    """What came and went by a connection lately."""

    cases: int
    mails: list[InboundMail]
    hand_overs: list[HandOver]


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
