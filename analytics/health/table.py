"""All spaces in rows, their parts in columns: each read of all spaces at once, so that the number of queries is fixed."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.health import waits
from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics import questions
from analytics.metrics.base import Definition, Figure
from analytics.metrics.health import (
    absence,
    company,
    contributors,
    newcomers,
    reciprocity,
    stickiness,
)
from analytics.models import Alarm
from analytics.wording import duration, share, whole
from spaces.models import Space

ANCHORS = {"unanswered": "first_response"}
"""Cards of a space's page that say two things."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    definition: Definition
    read: Callable[[Lens], dict[int, Figure]]
    written: Callable[[float], str]
    sample: str
    """What its sample counts."""
    hides: Callable[[Figure], bool] = lambda figure: False
    """Whether so few people stand behind it that it is not shown."""
    empty: Figure = Figure(None)


@dataclass(frozen=True, slots=True)
class Cell:
    """`is_masked`: fewer than five people. Without a number, `said` is why."""

    text: str
    said: str = ""
    href: str = ""
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    space: Space
    cells: list[Cell]
    alarms: int


def columns() -> list[Column]:
    return [
        Column("active_contributors", contributors.METRIC.definition, contributors.by_space, whole, "", contributors.hides, Figure(0)),
        Column("stickiness", stickiness.METRIC.definition, stickiness.by_space, share, _("people")),
        Column("newcomers_return", newcomers.METRIC.definition, newcomers.by_space, share, _("newcomers"), newcomers.hides),
        Column("reciprocity", reciprocity.METRIC.definition, reciprocity.by_space, share, _("pairs"), reciprocity.hides),
        Column("first_response", questions.FIRST_RESPONSE.definition, waits.by_space, duration, _("questions")),
        Column("unanswered", questions.UNANSWERED.definition, waits.unanswered_by_space, share, _("questions")),
        Column("company_share", company.METRIC.definition, company.by_space, share, _("posts")),
        Column("absence_factor", absence.METRIC.definition, absence.by_space, whole, _("answers")),
    ]  # fmt: skip


def lines(lens: Lens, spaces: list[Space]) -> list[Line]:
    read = [(column, column.read(lens)) for column in columns()]
    standing = Alarm.objects.standing().filter(space__in=spaces)
    alarms = dict(standing.values_list("space").annotate(n=Count("pk")).order_by())
    return [
        Line(
            space,
            [
                cell(column, found.get(space.pk, column.empty), space, lens)
                for column, found in read
            ],
            alarms.get(space.pk, 0),
        )
        for space in spaces
    ]


def cell(column: Column, figure: Figure, space: Space, lens: Lens) -> Cell:
    if column.hides(figure):
        return Cell("–", _("fewer than 5 people, not shown"), is_masked=True)
    if figure.value is None:
        said = _("not enough evidence yet")
        if figure.sample and not is_small(figure.sample):
            said = f"{said} ({whole(figure.sample)} {column.sample})"
        if column.name == "first_response" and figure.sample and figure.low is not None:
            return Cell(column.written(None), "", _href(space, column, lens))  # type: ignore[arg-type]
        return Cell("–", said)
    said = ""
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        said = f"{column.written(figure.low)}–{column.written(figure.high)}"
    return Cell(column.written(figure.value), said, _href(space, column, lens))


def _href(space: Space, column: Column, lens: Lens) -> str:
    """Where the space's page says it in full, with its rows."""
    return f"{reverse('analytics:health_space', args=[space.slug])}?{lens.period.query}#{ANCHORS.get(column.name, column.name)}"
