"""What the pages about keeping order read."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Role, Viewer
from forums.curating.record import lines_of
from forums.models import Board, Curation, Topic, TopicTimer
from spaces.models import SpaceRole

FARTHEST = 20
LINES = 5


def where_it_went(viewer: Viewer, topic_id: int) -> Topic | None:
    """The topic of this number, or the one its posts are in after merges, as far as this person may read it."""
    readable = Topic.objects.readable_by(viewer).select_related("board", "space")
    found = readable.filter(pk=topic_id).first()
    if found:
        return found
    for _step in range(FARTHEST):
        further = Topic.objects.filter(pk=topic_id).values_list("merged_into", flat=True).first()
        if further is None:
            break
        topic_id = further
    return readable.filter(pk=topic_id).first()


def boards_kept_by(viewer: Viewer) -> QuerySet[Board]:
    """Boards in spaces this person keeps as a manager."""
    boards = Board.objects.visible_to(viewer).exclude(kinds=[]).select_related("space")
    if not viewer.is_authenticated or not viewer.has_role(Role.MANAGER):
        held = SpaceRole.objects.in_force().filter(member=viewer.pk, role=Role.MANAGER)
        boards = boards.filter(space__in=held.values("space"))
    return boards.order_by("space__position", "space__name", "position", "name")


def lines_in(topic: Topic, viewer: Viewer) -> list[Curation]:
    """What readers of a topic are told was done to it, the oldest first; asks only where something was.

    The other topic of a merge or a split is named to those who may read it.
    """
    if topic.curated_at is None:
        return []
    shown = Topic.objects.readable_by(viewer)
    lines: Any = lines_of(topic.pk).select_related("by", "topic", "other").annotate(
        topic_shown=Exists(shown.filter(pk=OuterRef("topic"))),
        other_shown=Exists(shown.filter(pk=OuterRef("other"))),
    )  # fmt: skip
    return list(lines.newest_first()[:LINES])[::-1]


def timers_in(topic: Topic) -> list[TopicTimer]:
    """What the clock will do to the topic, for everybody who reads it; asks only where something is to be told."""
    if topic.curated_at is None:
        return []
    rows = list(TopicTimer.objects.running().filter(topic=topic).order_by("pk"))
    for row in rows:
        row.topic = topic
    return rows


def record_of(topic: Topic) -> list[Curation]:
    """Everything that was done to a topic, the newest first."""
    rows = Curation.objects.filter(Q(topic=topic) | Q(other=topic))
    return list(rows.select_related("by", "undone_by", "topic", "other").newest_first())


def timers_of(topic: Topic) -> list[TopicTimer]:
    """Those that run, then those that are over."""
    rows = TopicTimer.objects.filter(topic=topic).select_related("topic", "set_by", "cancelled_by")
    found = list(rows.order_by("-set_at", "-pk"))
    return sorted(found, key=lambda each: not each.is_running)


def readable_curations(viewer: Viewer) -> QuerySet[Curation]:
    """Those of topics this person may read; of a merged one, where its posts are."""
    topics = Topic.objects.readable_by(viewer)
    rows = Curation.objects.filter(Q(topic__in=topics) | Q(other__in=topics))
    return rows.select_related("topic__board", "topic__space", "other", "by")
