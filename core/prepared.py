"""Reads that every page asks for: the ORM writes their SQL once, PostgreSQL plans it once, a page only fills in the values.

    rows = Prepared(lambda viewer: Topic.objects.visible_to(viewer).filter(board=Given("board")).values_list("id", "title"))
    rows.fetch(viewer, board=7)

What is read stays the ORM's and the models' word: `visible_to` is asked, not copied. While the SQL is written the viewer is
stood in for: their id becomes a value to fill in, and everything else that was asked of them ("are you a manager?") is noted
with the answer. Who would answer differently gets SQL of their own. What cannot be noted (a query made on the way, their id
compared in Python) is refused, and such a read goes through the ORM each time. What was written is thrown away after two seconds,
like all that is remembered, since it may hang on settings.
"""

import re
import sys
import time
from collections import namedtuple
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Expression, Model, QuerySet
from psycopg import sql as literals

from core import remembered
from core.planned import planned

PLACE = re.compile(r"%%|%s")


class NotPreparable(Exception):
    """The SQL hangs on something that cannot be filled in later."""


class Given(Expression):
    """A value to fill in. Stands on the right side of a lookup."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=None)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [_Place(self.name)]

    def __eq__(self, other: object) -> bool:
        if (
            not isinstance(other, Expression) and other != ""
        ):  # with which Django compares by itself
            raise NotPreparable(f"{self.name} is compared with {other!r} in Python")
        return isinstance(other, Given) and other.name == self.name

    def __hash__(self) -> int:
        """Django asks for it. Whoever else does looks for it in a set, where it never is, whoever it stands for."""
        _demand_django(f"{self.name} is looked for in Python")
        return hash((Given, self.name))

    def __bool__(self) -> bool:
        _demand_django(f"{self.name} is asked whether it is there")
        return True

    def __repr__(self) -> str:
        return f"Given({self.name!r})"


def _demand_django(trouble: str) -> None:
    """Raise NotPreparable where the question comes from elsewhere than Django."""
    asking = sys._getframe(2).f_globals.get("__name__", "")
    if asking.partition(".")[0] != "django":
        raise NotPreparable(trouble)


@dataclass(frozen=True, slots=True)
class _Place:
    name: str


class StandIn:
    """Stands for a viewer while SQL is written, and notes what was asked of them."""

    def __init__(self, viewer: Any) -> None:
        self._viewer = viewer
        # Whether there is a number at all can be asked without our hearing of it ("is None").
        self.is_authenticated = viewer.is_authenticated
        self.pk = self.id = None if viewer.pk is None else Given("viewer")
        self.is_answering = False
        self.asked: dict[tuple[str, tuple[Any, ...] | None], Any] = {
            ("is_authenticated", None): self.is_authenticated
        }

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise NotPreparable(f"{name} of the viewer")
        if callable(value := self._answer(name, None)):
            return lambda *given: self._note(name, given)
        self.asked[name, None] = value
        return value

    def _note(self, name: str, given: tuple[Any, ...]) -> Any:
        answer = self.asked[name, given] = self._answer(name, given)
        return answer

    def _answer(self, name: str, given: tuple[Any, ...] | None) -> Any:
        self.is_answering = True
        try:
            return _answer(self._viewer, name, given)
        finally:
            self.is_answering = False

    def no_query(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """The viewer may look themselves up to answer, and settings be read; whoever writes the SQL may not."""
        if not self.is_answering and not remembered.is_reading():
            raise NotPreparable("a query was made while the SQL was written")
        return execute(sql, params, many, context)


def _answer(viewer: Any, name: str, given: tuple[Any, ...] | None) -> Any:
    value = getattr(viewer, name)
    return value if given is None else value(*given)


@dataclass(slots=True)
class _Written:
    """SQL, whom it is for, and how its rows are read."""

    asked: dict[tuple[str, tuple[Any, ...] | None], Any]
    sql: str  # nothing: there is nothing to find for such a viewer
    places: list[str]
    row: Callable[..., Any] = tuple
    compiler: Any = None
    converters: Any = None
    generation: int = field(default_factory=lambda: remembered.generation())
    at: float = field(default_factory=time.monotonic)

    def is_fresh(self) -> bool:
        return (
            time.monotonic() - self.at < remembered.FRESH_SECONDS
            and self.generation == remembered.generation()
        )

    def fits(self, viewer: Any) -> bool:
        return self.is_fresh() and all(
            _answer(viewer, name, given) == answer for (name, given), answer in self.asked.items()
        )

    def read(self, values: dict[str, Any]) -> list[Any]:
        if not self.sql:
            return []
        rows = planned(self.sql, [values[name] for name in self.places])
        if self.converters:
            rows = self.compiler.apply_converters(rows, self.converters)
        return [self.row(*each) for each in rows]


class Prepared:
    """A read whose SQL is written once for each kind of viewer. `build(viewer)` returns a `values_list` queryset."""

    MOST = 64  # kinds of viewers; more are not kept

    def __init__(self, build: Callable[[Any], QuerySet]) -> None:
        self._build = build
        self._written: list[_Written] = []

    def fetch(self, viewer: Any, **values: Any) -> list[Any]:
        """The rows, as named tuples by the queryset's fields."""
        return self._for(viewer).read(values | {"viewer": viewer.pk})

    def within(self, viewer: Any, **values: Any) -> tuple[str, list[Any]]:
        """The SQL and its values in order, to stand within another statement; no SQL: there is nothing for such a viewer."""
        written, values = self._for(viewer), values | {"viewer": viewer.pk}
        return written.sql, [values[name] for name in written.places]

    def _for(self, viewer: Any) -> _Written:
        written = next((each for each in self._written if each.fits(viewer)), None)
        if written is None:
            try:
                written = self._write(StandIn(viewer))
            except NotPreparable:
                return self._write(viewer)
            fresh = [each for each in self._written if each.is_fresh()]
            self._written = [written, *fresh[: self.MOST]]
        return written

    def _write(self, viewer: Any) -> _Written:
        stand_in = viewer if isinstance(viewer, StandIn) else None
        asked = stand_in.asked if stand_in else {}
        with connection.execute_wrapper(stand_in.no_query) if stand_in else nullcontext():
            queryset = self._build(viewer)
            compiler = queryset.query.get_compiler(connection=connection)
            try:
                text, params = compiler.as_sql()
            except EmptyResultSet:
                return _Written(asked, "", [])
        written, places = _filled(text, params)
        names = [name.replace("__", "_") for name in queryset._fields]  # type: ignore[union-attr,attr-defined]
        row = namedtuple("Row", names, rename=True)  # type: ignore[misc]
        converters = compiler.get_converters([each[0] for each in compiler.select])
        return _Written(asked, written, places, row, compiler, converters)


class Joined:
    """A model's columns, with those of models it points to, for `values_list`; and the object made of such a row.

    `Joined(Board, "space")`: what stands in a row behind its columns is the caller's. Columns left out are deferred.
    """

    def __init__(self, model: type[Model], *related: str, without: Iterable[str] = ()) -> None:
        self._model = model
        self._names = _columns(model, without)
        self._related: list[tuple[str, Any, list[str]]] = []
        for path in related:
            other: Any = model._meta.get_field(path).related_model
            self._related.append((path, other, _columns(other)))
        self.columns = [
            *self._names, *(f"{path}__{name}" for path, _model, names in self._related for name in names)
        ]  # fmt: skip

    def __call__(self, row: tuple[Any, ...]) -> Any:
        """The object, with those it points to; none of them is read again."""
        at = len(self._names)
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[:at])
        for path, model, names in self._related:
            part = row[at : at + len(names)]
            at += len(names)
            is_there = getattr(made, f"{path}_id") is not None
            setattr(made, path, model.from_db(DEFAULT_DB_ALIAS, names, part) if is_there else None)
        return made


def _columns(model: Any, without: Iterable[str] = ()) -> list[str]:
    return [
        each.attname for each in model._meta.concrete_fields if each.attname not in set(without)
    ]


def _filled(text: str, params: Iterable[Any]) -> tuple[str, list[str]]:
    """The SQL with what never changes written into it (partial indexes are found by it), and the names of the other values."""
    connection.ensure_connection()
    rest, places = iter(params), []

    def fill(match: re.Match[str]) -> str:
        if match[0] == "%%":
            return "%%"
        value = next(rest)
        if isinstance(value, _Place):
            places.append(value.name)
            return "%s"
        return literals.Literal(value).as_string(connection.connection).replace("%", "%%")

    return PLACE.sub(fill, text), places
