"""Which entries a person may find, as the condition with which every query of the engine begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Concat

from accounts.entering.private import is_at_home
from accounts.models import Viewer
from core.prepared import Prepared
from events.models import Delivery, Event
from forums.models import Board
from search.registry import sources
from spaces.models import Space

Compiled = tuple[str, tuple[Any, ...]]
NOWHERE = "SELECT NULL::bigint WHERE FALSE"


@dataclass(frozen=True, slots=True)
class Readable:
    """SQL with named parameters: three arrays (spaces, boards, what was taken away), and a condition over entries `e`."""

    spaces: str
    boards: str
    withdrawn: str
    params: dict[str, Any]

    @property
    def arrays(self) -> str:
        return f"ARRAY({self.spaces})::bigint[], ARRAY({self.boards})::bigint[], ARRAY({self.withdrawn})::text[]"

    @property
    def sql(self) -> str:
        return f"""(e.space_id IS NULL OR e.space_id IN ({self.spaces}))
            AND (e.board_id IN ({self.boards}) OR (e.board_id IS NULL AND e.kind <> 'topic'))
            AND e.kind || ':' || e.object_id NOT IN ({self.withdrawn})"""


def readable_by(viewer: Viewer) -> Readable:
    """Asked of the database with each search: places as they are now, and nothing that was taken away a moment ago."""
    if not is_at_home(viewer):
        raise NotAtHome
    params: dict[str, Any] = {}
    spaces, boards = (named(*_within(places, viewer), params) for places in (_spaces, _boards))
    return Readable(spaces, boards, named(*_withdrawn(), params), params)


class NotAtHome(Exception):
    """Nothing may be told to visitors of a private community."""


# The question alone is kept (writing it takes longer than asking it), never its answer.
_spaces = Prepared(lambda viewer: Space.objects.visible_to(viewer).order_by().values_list("pk"))
_boards = Prepared(lambda viewer: Board.objects.visible_to(viewer).order_by().values_list("pk"))


def _within(places: Prepared, viewer: Viewer) -> Compiled:
    sql, given = places.within(viewer)
    return (sql, tuple(given)) if sql else (NOWHERE, ())


def compiled(rows: QuerySet) -> Compiled:
    try:
        return rows.query.sql_with_params()
    except EmptyResultSet:
        return NOWHERE, ()


def named(sql: str, given: Sequence[Any], params: dict[str, Any]) -> str:
    """The SQL with its places named, and their values put among the params."""
    first, *rest = sql.split("%s")
    names = [f"given_{len(params) + n}" for n in range(len(given))]
    params.update(zip(names, given, strict=True))
    return first + "".join(f"%({name})s{piece}" for name, piece in zip(names, rest, strict=True))


@cache
def _withdrawn() -> Compiled:
    """Things that a committed fact has taken away while the index does not know it yet."""
    asked = [
        rows
        for source in sources()
        for fact, name in source.taken_away
        for rows in _unheard(source.kind, source.subscriber, fact, name)
    ]
    return compiled(asked[0].union(*asked[1:], all=True)) if asked else ("SELECT ''", ())


def _unheard(kind: str, subscriber: str, fact: str, name: str) -> list[QuerySet]:
    ours = Delivery.objects.filter(event=OuterRef("pk"), subscriber=subscriber)
    unsettled = Event.objects.unsettled().filter(kind=fact)
    undone = unsettled.exclude(Exists(ours.filter(finished_at__isnull=False)))
    parked = Delivery.objects.parked().filter(subscriber=subscriber, event__kind=fact)
    return [
        rows.order_by().values_list(
            Concat(Value(f"{kind}:"), KeyTextTransform(name, facts), output_field=TextField())
        )
        for rows, facts in ((undone, "facts"), (parked, "event__facts"))
    ]
