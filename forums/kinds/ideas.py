"""The roadmap, and ideas by votes."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Viewer
from forums.models import Topic
from spaces.models import Space

IN_A_COLUMN = 15
COLUMNS = (
    Topic.IdeaStatus.PROPOSED,
    Topic.IdeaStatus.PLANNED,
    Topic.IdeaStatus.IN_PROGRESS,
    Topic.IdeaStatus.DONE,
    Topic.IdeaStatus.DECLINED,
)
ORDER = ("-vote_count", "-id")


@dataclass(frozen=True, slots=True)
class Column:
    status: str
    label: str
    ideas: list[Topic]
    has_more: bool


def ideas_of(viewer: Viewer, space: Space | None = None, status: str = "") -> QuerySet[Topic]:
    """Ideas one may see, without those that became part of others."""
    found = Topic.objects.visible_to(viewer).ideas()  # type: ignore[attr-defined]
    found = found.filter(space=space) if space else found
    return found.filter(idea_status=status) if status else found


def roadmap(viewer: Viewer, space: Space | None = None) -> list[Column]:
    """The most wanted ideas of each status: two queries."""
    parts = [
        ideas_of(viewer, space, status).order_by(*ORDER).values("pk")[: IN_A_COLUMN + 1]
        for status in COLUMNS
    ]
    numbers = [row["pk"] for row in parts[0].union(*parts[1:], all=True)]
    found = Topic.objects.filter(pk__in=numbers).select_related("space").order_by(*ORDER)
    by_status: dict[str, list[Topic]] = {status: [] for status in COLUMNS}
    for idea in found:
        by_status[idea.idea_status].append(idea)
    return [
        Column(
            status, str(status.label), by_status[status][:IN_A_COLUMN],
            len(by_status[status]) > IN_A_COLUMN,
        )
        for status in COLUMNS
    ]  # fmt: skip
