"""Whether members of a space get less of one another as it grows. Reckoned once a week by a worker, and kept."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from analytics.health.tipping.value import Week, weeks, with_time
from analytics.masking import FEWEST
from analytics.models import Reckoning
from analytics.statistics.proportions import Interval
from analytics.statistics.two_lines import TwoLines, two_lines
from spaces.models import Space

FEWEST_WEEKS = 40
"""Below as many weeks of five people and more nothing is said."""
NOW_WEEKS = 4
MONDAYS = 13
"""It has to be found on so many Mondays running, a quarter of a year: looked for every week, chance has many chances."""


@dataclass(frozen=True, slots=True)
class Course:
    """What is kept of a space. `lines` None: too few weeks, or all of one size."""

    weeks: list[Week] = field(default_factory=list)
    lines: TwoLines | None = None
    made_at: datetime | None = None
    mondays: int = 0
    """On how many Mondays running it was found to be past its turn, this one among them; counted up to thirteen."""

    @property
    def counted(self) -> list[Week]:
        """The weeks that the lines stand on: those of so many people that nobody is singled out."""
        return counted(self.weeks)

    @property
    def size_now(self) -> float:
        """The middle of the last four weeks' people."""
        return size_of(self.weeks)

    @property
    def is_enough(self) -> bool:
        return len(self.counted) >= FEWEST_WEEKS

    @property
    def is_past(self) -> bool:
        """Value rose with size and now falls with it, both surely and not since today, and the space is that large."""
        return self.mondays >= MONDAYS


def counted(found: list[Week]) -> list[Week]:
    return [week for week in found if week.people >= FEWEST]


def size_of(found: list[Week]) -> float:
    last = sorted(week.people for week in found[-NOW_WEEKS:])
    return (last[(len(last) - 1) // 2] + last[len(last) // 2]) / 2 if last else 0.0


def course_of(found: list[Week], made_at: datetime | None = None) -> Course:
    lines, mondays = lines_of(found), 0
    while mondays < MONDAYS and is_beyond(found[: len(found) - mondays], lines if mondays == 0 else None):  # fmt: skip
        mondays += 1
    return Course(found, lines, made_at, mondays)


def lines_of(found: list[Week]) -> TwoLines | None:
    points = counted(found)
    if len(points) < FEWEST_WEEKS:
        return None
    return two_lines([week.people for week in points], [week.value for week in points])


def is_beyond(found: list[Week], lines: TwoLines | None = None) -> bool:
    """Whether it turned, as of the last of these weeks, and the space was larger than that."""
    lines = lines or lines_of(found)
    return bool(lines and lines.has_turned and size_of(found) > lines.turn)


def name_of(space_id: int) -> str:
    return f"tipping:{space_id}"


def reckon(space: Space) -> Course:
    """Read the weeks, fit them, and keep both for the pages."""
    with with_time():
        found = weeks(space.pk)
    course = course_of(found, timezone.now())
    result: dict[str, Any] = {
        "weeks": [
            [week.first.isoformat(), week.people, week.answers, week.known]
            for week in course.weeks
        ],
        "lines": course.lines.as_json() if course.lines else None,
        "mondays": course.mondays,
    }  # fmt: skip
    Reckoning.objects.update_or_create(
        name=name_of(space.pk), defaults={"result": result, "made_at": timezone.now()}
    )
    return course


def kept(space_id: int) -> Course:
    """What was last reckoned; an empty one before that."""
    found = Reckoning.objects.filter(name=name_of(space_id)).first()
    return read(found) if found else Course()


def read(found: Reckoning) -> Course:
    rows = [Week(date.fromisoformat(day), *numbers) for day, *numbers in found.result["weeks"]]
    lines = found.result["lines"]
    if lines:
        slopes = {name: Interval(**lines[name]) for name in ("rise", "fall")}
        lines = TwoLines(**{**lines, **slopes})
    return Course(rows, lines, found.made_at, found.result.get("mondays", 0))
