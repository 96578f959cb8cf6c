"""Whether members of a space get less of one another as it grows. Reckoned once a week by a worker, and kept."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from analytics.health.tipping.value import Week, weeks
from analytics.masking import FEWEST
from analytics.models import Reckoning
from analytics.statistics.proportions import Interval
from analytics.statistics.two_lines import TwoLines, two_lines
from spaces.models import Space

FEWEST_WEEKS = 40
"""Below as many weeks of five people and more nothing is said."""
NOW_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Course:
    """What is kept of a space. `lines` None: too few weeks, or all of one size."""

    weeks: list[Week] = field(default_factory=list)
    lines: TwoLines | None = None
    made_at: datetime | None = None

    @property
    def counted(self) -> list[Week]:
        """The weeks that the lines stand on: those of so many people that nobody is singled out."""
        return counted(self.weeks)

    @property
    def size_now(self) -> float:
        """The middle of the last four weeks' people."""
        last = sorted(week.people for week in self.weeks[-NOW_WEEKS:])
        if not last:
            return 0.0
        return (last[(len(last) - 1) // 2] + last[len(last) // 2]) / 2

    @property
    def is_enough(self) -> bool:
        return len(self.counted) >= FEWEST_WEEKS

    @property
    def is_past(self) -> bool:
        """Value rose with size and now falls with it, both with 95 % confidence, and the space is that large today."""
        return bool(self.lines and self.lines.has_turned and self.size_now > self.lines.turn)


def counted(found: list[Week]) -> list[Week]:
    return [week for week in found if week.people >= FEWEST]


def course_of(found: list[Week], made_at: datetime | None = None) -> Course:
    points = counted(found)
    lines = None
    if len(points) >= FEWEST_WEEKS:
        lines = two_lines([week.people for week in points], [week.value for week in points])
    return Course(found, lines, made_at)


def name_of(space_id: int) -> str:
    return f"tipping:{space_id}"


def reckon(space: Space) -> Course:
    """Read the weeks, fit them, and keep both for the pages."""
    course = course_of(weeks(space.pk), timezone.now())
    result: dict[str, Any] = {
        "weeks": [
            [week.first.isoformat(), week.people, week.answers, week.known]
            for week in course.weeks
        ],
        "lines": course.lines.as_json() if course.lines else None,
    }  # fmt: skip
    Reckoning.objects.update_or_create(
        name=name_of(space.pk), defaults={"result": result, "made_at": timezone.now()}
    )
    return course


def kept(space_id: int) -> Course:
    """What was last reckoned; an empty one before that."""
    found = Reckoning.objects.filter(name=name_of(space_id)).first()
    return read(found) if found else Course()


def kept_of(space_ids: list[int]) -> dict[int, Course]:
    """The same of several, in one query."""
    names = {name_of(pk): pk for pk in space_ids}
    return {names[each.name]: read(each) for each in Reckoning.objects.filter(name__in=list(names))}


def read(found: Reckoning) -> Course:
    rows = [Week(date.fromisoformat(day), *numbers) for day, *numbers in found.result["weeks"]]
    lines = found.result["lines"]
    if lines:
        slopes = {name: Interval(**lines[name]) for name in ("rise", "fall")}
        lines = TwoLines(**{**lines, **slopes})
    return Course(rows, lines, found.made_at)
