"""Small cells are not shown, nor told by subtraction.

A table of people by two things (spaces down, grades across) with its sums is a set of equations: every row and every
column adds up to its sum. A cell of one to four people is left out; then more cells, the smallest first, until no cell
that had to be left out can be worked out from those that stand. Seen as a graph, in which a left-out cell joins its
row and its column, an unknown follows from the others exactly when its edge is a bridge: so no such edge may be one.
And cells left out together in one row or column count five people or more: their sum can be had by subtraction, and
it must not be a small cell either.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

FEWEST = 5
"""As many people a number has to count to be shown."""
SUM = "\0sum"
Cell = tuple[Hashable, Hashable]


def is_small(people: int) -> bool:
    return 0 < people < FEWEST


@dataclass(frozen=True, slots=True)
class Masked:
    """Which cells of a table may not be shown; sums stand under `SUM`."""

    hidden: frozenset[Cell]

    def hides(self, row: Hashable, column: Hashable = SUM) -> bool:
        return (row, column) in self.hidden


def mask(people: Mapping[Cell, int]) -> Masked:
    """How many people stand behind each cell, without the sums: which cells, and which sums, are left out.

    The sum of everything is never left out: it is the figure that the table splits.
    """
    table = with_sums(people)
    hidden = {cell for cell, number in table.items() if is_small(number)} - {(SUM, SUM)}
    secret = frozenset(hidden)
    while more := _next(table, hidden, secret):
        hidden.add(more)
    return Masked(frozenset(hidden))


def mask_list(people: Mapping[Any, int]) -> Masked:
    """The same for a list of cells that add up to a sum which is shown."""
    hidden = {key for key, number in people.items() if is_small(number)}
    shown = sorted((key for key in people if key not in hidden), key=lambda key: (not people[key], people[key], repr(key)))  # fmt: skip
    total = sum(people.values())
    while hidden and shown and (len(hidden) < 2 or sum(people[key] for key in hidden) < FEWEST):
        hidden.add(shown.pop(0))
    return Masked(frozenset((key, SUM) for key in hidden if total))


def with_sums(people: Mapping[Cell, int]) -> dict[Cell, int]:
    rows = list(dict.fromkeys(row for row, _ in people))
    columns = list(dict.fromkeys(column for _, column in people))
    table = {(row, column): people.get((row, column), 0) for row in rows for column in columns}
    for row in rows:
        table[row, SUM] = sum(table[row, column] for column in columns)
    for column in [*columns, SUM]:
        table[SUM, column] = sum(table[row, column] for row in rows)
    return table


def _next(table: Mapping[Cell, int], hidden: set[Cell], secret: frozenset[Cell]) -> Cell | None:
    """The next cell to leave out, or None when nothing can be worked out any more."""
    for line in _lines(table):
        left_out = [cell for cell in line if cell in hidden]
        if not secret.intersection(left_out):
            continue
        inner = [cell for cell in left_out if SUM not in cell]
        told = len(left_out) < 2 or 0 < sum(table[cell] for cell in inner) < FEWEST
        shown = [cell for cell in line if cell not in hidden]
        if told and (found := _smallest(table, shown)):
            return found
    for cell in sorted(_bridges(hidden) & secret, key=repr):
        shown = [each for each in table if each not in hidden]
        row, column = cell
        across = _across(cell, hidden)
        beside = [each for each in shown if each[0] == row or each[1] == column]
        for some in ([each for each in shown if across(each)], beside, shown):
            if found := _smallest(table, some):
                return found
    return None


def _across(cell: Cell, hidden: set[Cell]) -> Callable[[Cell], bool]:
    """Whether leaving out another cell closes a circle through this one: it joins the two parts this one holds together."""
    parts: dict[tuple[str, Hashable], int] = {}
    for number, start in enumerate((("row", cell[0]), ("column", cell[1]))):
        waiting = [start]
        while waiting:
            side, name = waiting.pop()
            if (side, name) in parts:
                continue
            parts[side, name] = number
            for row, column in hidden - {cell}:
                if side == "row" and row == name:
                    waiting.append(("column", column))
                elif side == "column" and column == name:
                    waiting.append(("row", row))
    return lambda each: {parts.get(("row", each[0])), parts.get(("column", each[1]))} == {0, 1}


def _lines(table: Mapping[Cell, int]) -> Iterator[list[Cell]]:
    rows, columns = defaultdict(list), defaultdict(list)
    for row, column in table:
        rows[row].append((row, column))
        columns[column].append((row, column))
    yield from rows.values()
    yield from columns.values()


def _smallest(table: Mapping[Cell, int], cells: Iterable[Cell]) -> Cell | None:
    """The cell whose loss tells the reader least: people before nobody, then the fewest; sums last."""
    return min(
        (cell for cell in cells if cell != (SUM, SUM)),
        key=lambda cell: (SUM in cell, not table[cell], table[cell], repr(cell)),
        default=None,
    )


def _bridges(edges: set[Cell]) -> set[Cell]:
    """Edges whose loss would part the graph of rows and columns (R. E. Tarjan 1974)."""
    near: dict[tuple[str, Hashable], list[tuple[tuple[str, Hashable], Cell]]] = defaultdict(list)
    for row, column in edges:
        near["row", row].append((("column", column), (row, column)))
        near["column", column].append((("row", row), (row, column)))
    found: set[Cell] = set()
    order: dict[tuple[str, Hashable], int] = {}
    low: dict[tuple[str, Hashable], int] = {}
    for start in near:
        if start in order:
            continue
        order[start] = low[start] = len(order)
        path: list[tuple[Any, Cell | None, Iterator[Any]]] = [(start, None, iter(near[start]))]
        while path:
            node, came_by, ways = path[-1]
            for other, edge in ways:
                if edge == came_by:
                    continue
                if other in order:
                    low[node] = min(low[node], order[other])
                    continue
                order[other] = low[other] = len(order)
                path.append((other, edge, iter(near[other])))
                break
            else:
                path.pop()
                if path and came_by is not None:
                    parent = path[-1][0]
                    low[parent] = min(low[parent], low[node])
                    if low[node] > order[parent]:
                        found.add(came_by)
    return found
