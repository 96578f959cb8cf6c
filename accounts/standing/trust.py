"""Trust levels: what is counted, what each level asks for, and what somebody has earned.

Higher floors register what they can count (forums its posts, moderation its decisions); each count is one query
for any number of members. Reading is not counted: nobody keeps a list of what a member reads.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, TrustThreshold

Words = str | Promise
Counts = dict[str, int]
Rules = dict[int, dict[str, int]]

BY_RULES = (1, 2, 3)
"""The levels the rules give; the fourth is given by hand alone."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Something a member did, counted for many at once. A limit is what there may be at most."""

    name: str
    label: Words
    count: Callable[[Collection[int]], dict[int, int]]
    is_limit: bool = False
    order: int = 50


_measures: dict[str, Measure] = {}

DEFAULTS: Rules = {
    1: {"days_here": 1, "posts": 1, "reports_upheld": 1},
    2: {"days_here": 14, "posts": 10, "days_active": 4, "thanked_by": 2, "reports_upheld": 1},
    3: {
        "days_here": 60,
        "posts": 40,
        "days_active": 20,
        "thanked_by": 10,
        "solutions": 3,
        "reports_upheld": 0,
    },
}


def register(measure: Measure) -> Measure:
    _measures[measure.name] = measure
    return measure


def measures() -> list[Measure]:
    return sorted(_measures.values(), key=lambda each: (each.is_limit, each.order, each.name))


def rules() -> Rules:
    """What each level asks for: an administrator's numbers, else ours. 0 of something done asks for nothing."""
    found: Rules = {
        level: {each.name: DEFAULTS[level].get(each.name, 0) for each in measures()}
        for level in BY_RULES
    }
    for row in TrustThreshold.objects.all():
        if row.measure in _measures:
            found[row.level][row.measure] = row.value
    return found


def counts_of(member_ids: Collection[int]) -> dict[int, Counts]:
    """What each of the members did: one query a measure, whatever their number."""
    found: dict[int, Counts] = {pk: {} for pk in member_ids}
    for measure in measures():
        numbers = measure.count(member_ids)
        for pk in found:
            found[pk][measure.name] = numbers.get(pk, 0)
    return found


def holds(measure: Measure, count: int, threshold: int) -> bool:
    return count <= threshold if measure.is_limit else count >= threshold


def earned(counts: Counts, asked: Rules) -> int:
    """The highest level all of whose demands are met, and those of the levels below."""
    level = 0
    for next_level in BY_RULES:
        if not all(
            holds(each, counts[each.name], asked[next_level][each.name]) for each in measures()
        ):
            break
        level = next_level
    return level


def kept(level: int, counts: Counts, asked: Rules) -> int:
    """The level that stays: one falls only by what was upheld against one, and never below the first."""
    while level > 1 and not all(
        holds(each, counts[each.name], asked[level][each.name])
        for each in measures()
        if each.is_limit
    ):
        level -= 1
    return level


@dataclass(frozen=True, slots=True)
class Step:
    """One demand of a level, and how far somebody is."""

    measure: Measure
    count: int
    threshold: int

    @property
    def is_met(self) -> bool:
        return holds(self.measure, self.count, self.threshold)

    @property
    def shown(self) -> int:
        """For a progress bar, which ends at the threshold."""
        return min(self.count, self.threshold)

    @property
    def asks_something(self) -> bool:
        return self.measure.is_limit or self.threshold > 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands, and what the next level asks for."""

    counts: Counts
    next_level: int | None
    steps: list[Step] = field(default_factory=list)

    @property
    def is_earned(self) -> bool:
        return all(step.is_met for step in self.steps)


def steps_to(level: int, counts: Counts, asked: Rules) -> list[Step]:
    steps = [Step(each, counts.get(each.name, 0), asked[level][each.name]) for each in measures()]
    return [step for step in steps if step.asks_something]


def standing_of(member: Member) -> Standing:
    counts = counts_of([member.pk])[member.pk]
    following = member.trust + 1
    if following not in BY_RULES:
        return Standing(counts, None)
    return Standing(counts, following, steps_to(following, counts, rules()))


def _days_here(member_ids: Collection[int]) -> dict[int, int]:
    now = timezone.now()
    joined = Member.objects.filter(pk__in=member_ids).values_list("pk", "joined_at")
    return {pk: (now - at).days for pk, at in joined}


def _suspended(member_ids: Collection[int]) -> dict[int, int]:
    """1 for those who may not write at present."""
    found = Member.objects.filter(pk__in=member_ids, suspended_until__gt=timezone.now())
    return dict.fromkeys(found.values_list("pk", flat=True), 1)


register(Measure("suspended", _("Suspensions at present"), _suspended, is_limit=True, order=90))
register(Measure("days_here", _("Days since joining"), _days_here, order=10))
