"""What the pages of a split show: parts with their boards and conversations as far as the reader may read them, and how far it got."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Viewer
from analytics.masking import is_small
from analytics.models import Split, SplitPart, SplitTopic
from forums.models import Board, Topic
from spaces.models import Space

TOPICS_SHOWN = 5
PAST_SHOWN = 10


@dataclass(frozen=True, slots=True)
class ShownPart:
    part: SplitPart
    boards: list[tuple[Board, int]]
    """Where its conversations stand, those one may read."""
    elsewhere: int
    """On boards the reader may not read."""
    topics: list[Topic]
    """Those in which members of the part wrote most."""
    hides_members: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """`done`: moved, or brought back; `refused`: left where they are, each with a reason."""

    total: int
    settled: int
    refused: int

    @property
    def done(self) -> int:
        return self.settled - self.refused


def standing(space: Space) -> Split | None:
    """The split at hand: asked for, proposed, being done or taken back, or done and not yet taken back."""
    found = Split.objects.filter(space=space).exclude(stage=Split.Stage.UNDONE)
    return found.select_related("by", "undone_by").order_by("-made_at", "-pk").first()


def past(space: Space) -> list[Split]:
    found = Split.objects.filter(space=space).acted_upon().select_related("by", "undone_by")
    return list(found.order_by("-begun_at", "-pk")[:PAST_SHOWN])


def shown_parts(split: Split, viewer: Viewer) -> list[ShownPart]:
    """As many queries as there are parts, which are four at most, and three more."""
    parts = list(split.parts.select_related("board__space"))
    rows = SplitTopic.objects.filter(part__split=split)
    counted: dict[int, dict[int, int]] = defaultdict(dict)
    by_board = rows.order_by().values_list("part", "topic__board").annotate(number=Count("pk"))
    for part, board, number in by_board:
        counted[part][board] = number
    boards = {
        board.pk: board
        for board in Board.objects.visible_to(viewer)
        .filter(pk__in={board for found in counted.values() for board in found})
        .select_related("space")
    }
    return [_shown(part, counted[part.pk], boards, viewer) for part in parts]


def _shown(
    part: SplitPart, counted: dict[int, int], boards: dict[int, Board], viewer: Viewer
) -> ShownPart:
    seen = [(boards[pk], number) for pk, number in counted.items() if pk in boards]
    rows = part.topic_rows.order_by("-posts", "topic").values_list("topic", flat=True)[:50]
    ids = list(rows)
    topics = {topic.pk: topic for topic in Topic.objects.visible_to(viewer).filter(pk__in=ids)}
    return ShownPart(
        part=part,
        boards=sorted(seen, key=lambda each: -each[1]),
        elsewhere=sum(number for pk, number in counted.items() if pk not in boards),
        topics=[topics[pk] for pk in ids if pk in topics][:TOPICS_SHOWN],
        hides_members=is_small(part.members),
    )


def progress(split: Split) -> Progress:
    rows = SplitTopic.objects.filter(part__split=split, part__leaves=True)
    if split.undone_at:
        rows = rows.exclude(curation=None)
    found = rows.aggregate(
        total=Count("pk"),
        settled=Count("pk", filter=Q(is_settled=True)),
        refused=Count("pk", filter=Q(is_settled=True) & ~Q(why="")),
    )
    return Progress(**found)


def refused(split: Split, viewer: Viewer) -> list[tuple[Topic | None, str]]:
    """Conversations that stayed where they are, and why; those one may not read without their names."""
    left = SplitTopic.objects.filter(part__split=split, is_settled=True).exclude(why="")
    if split.undone_at:
        left = left.exclude(curation=None)
    rows = list(left.order_by("pk").values_list("topic", "why")[:50])
    topics = Topic.objects.visible_to(viewer).in_bulk([pk for pk, _why in rows])
    return [(topics.get(pk), why) for pk, why in rows]
