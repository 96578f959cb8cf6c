"""Which numbers of people a reader may be shown where figures are narrowed to a place or a segment, and tables by place.

A number on a page narrowed to a space is a cell of the table by space, whether that table is shown or not: it is
hidden exactly when the table hides it, so that no page gives away what another keeps. See docs/decisions/0029.
"""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from math import ceil

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics import store
from analytics.assumptions import waiting_window
from analytics.lens import Lens
from analytics.masking import SUM, Masked, is_small, mask
from analytics.metrics import questions
from analytics.once import once
from forums.models import Board

HIDDEN = _("fewer than 5 people, or a number that would give such a one away")
DIMENSIONS = ("space", "board", "product")


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers by place and kind, and which of them may not be shown."""

    numbers: Counter[tuple[Hashable, Hashable]]
    masked: Masked

    def number(self, row: Hashable, column: Hashable = SUM) -> int | None:
        """None: not shown."""
        return None if self.masked.hides(row, column) else self.exactly(row, column)

    def exactly(self, row: Hashable, column: Hashable = SUM) -> int:
        return sum(
            n
            for (place, kind), n in self.numbers.items()
            if row in (place, SUM) and column in (kind, SUM)
        )

    @property
    def places(self) -> list[Hashable]:
        """The largest first; no place last."""
        found = {place for place, _kind in self.numbers}
        return sorted(found, key=lambda place: (not place, -self.exactly(place), repr(place)))


@dataclass(slots=True)
class Showing:
    """Asked about one measure; what was read for one answer is kept for the next."""

    measure: str
    _tables: dict[tuple[Lens, str], Table] = field(default_factory=dict)

    def table(self, lens: Lens, by: str) -> Table:
        if (lens, by) not in self._tables:
            numbers = store.counts(self.measure, lens, by, "kind")
            self._tables[lens, by] = Table(numbers, mask(self._people(lens, by, numbers)))
        return self._tables[lens, by]

    def hides(self, lens: Lens, kind: str = SUM) -> bool:
        """Whether the number of this kind (of all kinds: `SUM`) may not be shown for this lens."""
        if lens.is_whole:
            return False
        if any(self._hides_place(lens, by, kind) for by in DIMENSIONS):
            return True
        if lens.spaces is not None and lens.space is None and lens.board is None:
            table = self.table(lens, "space")
            if len(table.places) > 1:
                return table.masked.hides(SUM, kind) or self._is_small(lens, kind)
        return self._is_small(lens, kind)

    def _hides_place(self, lens: Lens, by: str, kind: str) -> bool:
        place = getattr(lens, by)
        if place is None:
            return False
        wider = lens.without(by)
        if (
            by == "board"
        ):  # always a cell of its space's table, whether the address names the space or not
            homes = Board.objects.filter(pk=place).values_list("space", flat=True)
            home = once(("home", place), homes.first)
            wider = lens.without("board", "space") if home is None else _within(lens, home)
        return self.table(wider, by).masked.hides(place, kind)

    def _is_small(self, lens: Lens, kind: str) -> bool:
        kinds = () if kind == SUM else (kind,)
        number = store.total(self.measure, lens, kinds)
        if not 0 < number <= self._most_of_four(lens):
            return False
        return is_small(store.people(self.measure, lens, kinds=kinds)[()])

    def _people(
        self, lens: Lens, by: str, numbers: Counter[tuple[Hashable, Hashable]]
    ) -> dict[tuple[Hashable, Hashable], int]:
        """How many people stand behind each cell: exactly where there may be few, else as many as rows."""
        few = self._most_of_four(lens)
        unsure = {place for (place, _kind), number in numbers.items() if number <= few}
        exact: Counter[Hashable] = Counter()
        if unsure:
            only = Q(**{f"_{by}__in": unsure})
            exact = store.people(self.measure, lens, by, "kind", only=only)
        return {cell: exact.get(cell, number) for cell, number in numbers.items()}

    def _most_of_four(self, lens: Lens) -> float:
        """How many rows four people can have at most: one wish for help a window each, and any number of cases."""
        if self.measure != "intents":
            return float("inf")
        hours = max(waiting_window().total_seconds() / 3600, 1)
        return 4 * (ceil(lens.days * 24 / hours) + 1)


def _within(lens: Lens, space: int) -> Lens:
    return replace(lens, board=None, space=space)


OF_INTENTS = {"confirmed_deflections", "deflected", "saved", "net_saved", "unanswered_cost"}


OF_ASKERS = {"first_response", "unanswered", "solution_rate"}
OF_MODERATORS = {"handled", "reversals", "automation_errors"}
"""Acts of the company's people: of no segment of members."""


def hides_askers(lens: Lens) -> bool:
    """Questions are said in public, but not who of the askers is of a segment: of one with few askers here nothing is shown."""
    if lens.segment is None:
        return False
    return is_small(questions.rows(lens).order_by().values("author").distinct().count())


def hides_figure(name: str, lens: Lens) -> bool:
    """Whether a metric's figure may not be shown for this lens, in whatever table, file or report it stands."""
    if name == "contacts":
        return Showing("contacts").hides(lens)
    if lens.segment is not None and name in OF_ASKERS:
        return hides_askers(lens)
    if lens.segment is not None and name in OF_MODERATORS:
        return True
    if name not in OF_INTENTS:
        return False
    showing = Showing("intents")
    grades = ("confirmed",) if name == "confirmed_deflections" else ("confirmed", "implicit", "potential", SUM)  # fmt: skip
    return any(showing.hides(lens, grade) for grade in grades)
