"""What every figure says about itself, and how figures are found by name."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.periods import zone

Words = str | Promise
NOT_ENOUGH = _("not enough evidence yet")
MINIMUM_SAMPLE = 30
"""Below as many observations (in each group) no estimate is shown."""


@dataclass(frozen=True, slots=True)
class Definition:
    """The one text about a figure: tooltip on the page, note in the CSV, entry in docs/metrics.md."""

    title: Words
    unit: Words
    counts: Words
    of: Words = ""
    leaves_out: Words = ""
    uncertainty: Words = ""
    source: Words = ""

    def lines(self) -> list[tuple[Words, Words]]:
        """Label and text, without what does not apply."""
        lines: list[tuple[Words, Words]] = [
            (_("Counts"), self.counts),
            (_("Out of"), self.of),
            (_("Leaves out"), self.leaves_out),
            (_("Uncertainty"), self.uncertainty),
            (_("Unit"), self.unit),
            (_("Days begin and end in"), zone().key),
            (_("Read from"), self.source),
        ]
        return [(label, text) for label, text in lines if str(text)]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure for a period. `value` None: not enough evidence. The bounds are None where there is no range."""

    value: float | None
    low: float | None = None
    high: float | None = None
    sample: int = 0
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its definition. `rows` is what a count counted: as many rows as the number shown."""

    name: str
    definition: Definition
    figure: Callable[[Lens], Figure]
    rows: Callable[[Lens], QuerySet[Any]] | None = None
    is_count: bool = False


LEFT_OUT = _(
    "hidden and deleted conversations, what the company's own people did, robots, and imported authors who never signed in"
)
