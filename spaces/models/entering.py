"""Who may enter the space that a row stands in, asked so that lists of any size walk their indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func

from spaces.models.space import Space

if TYPE_CHECKING:
    from accounts.models import Viewer


def may_enter(viewer: Viewer, column: str = "space_id") -> Func:
    """A condition for `filter`: the space whose number stands in `column` is one this person may read.

    The same as `space__in=Space.objects.visible_to(viewer)`, as an array that is made once a statement. Of a join with a table of
    a few rows, which is too small to be analysed by itself, PostgreSQL expects next to nothing; it then reads and sorts all of a
    list instead of walking it to its first page.
    """
    spaces = ArraySubquery(Space.objects.visible_to(viewer).order_by().values("pk"))
    return Func(
        F(column), spaces, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField()
    )  # fmt: skip
