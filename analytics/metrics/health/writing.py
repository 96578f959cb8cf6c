"""Who wrote what where: the posts that the figures about spaces stand on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, IntegerField, Q, QuerySet, Value

from accounts.models import Role, RoleGrant
from analytics.lens import Lens
from analytics.metrics.base import Figure
from forums.models import Post, State, Topic

MONTH = timedelta(days=30)
EVERYWHERE = 0
"""The place of figures that are of no single space."""


def posts(lens: Lens, start: datetime | None = None, end: datetime | None = None) -> QuerySet[Post]:
    """Posts that can be seen, written in the period (or in the time given) where the lens looks."""
    rows = Post.objects.filter(
        state=State.VISIBLE,
        topic__state=State.VISIBLE,
        author__is_placeholder=False,
        created_at__gte=start or lens.start,
        created_at__lt=end or lens.end,
    )
    if lens.product is not None or lens.segment is not None:
        return rows.filter(topic__in=lens.of_topics(Topic.objects.all()))
    return lens.narrow(rows, space="topic__space", board="topic__board", product=Q())


def of_last_month(lens: Lens) -> QuerySet[Post]:
    """Of the thirty days that end with the period."""
    return posts(lens, start=lens.end - MONTH)


def staff() -> QuerySet[RoleGrant, Any]:
    """The company's own people; evangelists count with the members, as in the figures about questions."""
    return RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST).values("member")


def by_outsiders(rows: QuerySet[Post]) -> QuerySet[Post]:
    return rows.exclude(author__in=staff())


def place(*, is_by_space: bool) -> Any:
    return F("topic__space") if is_by_space else Value(EVERYWHERE, output_field=IntegerField())


def whole(lens: Lens, reading: Callable[[Lens, bool], dict[int, Figure]]) -> Figure:
    """One figure of all that the lens shows."""
    return reading(lens, False).get(EVERYWHERE, Figure(None))


def over(rows: QuerySet[Any, Any], columns: str, group: str = "") -> list[tuple[Any, ...]]:
    """Group what a query finds once more; `rows` is called `found`. Columns and group are never of a reader's making."""
    grouping = f"GROUP BY {group}" if group else ""
    sql, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM ({sql}) AS found {grouping}", values)  # noqa: S608 - see above
        return cursor.fetchall()
