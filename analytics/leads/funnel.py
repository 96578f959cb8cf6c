"""How far leads came, where they came from, and what came of it: the tables of the page, each number with its link."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Case, Count, IntegerField, Max, OuterRef, QuerySet, Subquery, Sum, When
from django.urls import reverse
from django.utils.translation import gettext as _

from analytics.drawing import Bar, Drawing, bars
from analytics.leads.choice import UNKNOWN, Choice
from analytics.lens import Lens
from analytics.metrics import dwell, goals, leads, stalls, steps
from analytics.metrics.base import Figure
from analytics.models import Lead, LeadTransition, Stage, Touch

MOST_SOURCES = 20
Worth = dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class StageLine:
    """A stage: how many got as far, which part of the stage before, who is there now, how long one stays, who stands still."""

    stage: Stage
    reached: int
    share: float | None
    now: int
    stay: Figure
    still: int

    @property
    def is_open(self) -> bool:
        return self.stage in stalls.OPEN


def stages(lens: Lens) -> list[StageLine]:
    """Four queries. `share` is of those who got as far as the stage before, and None of the first or of nobody."""
    found = leads.rows(lens)
    far = _furthest(found)
    now = Counter(dict(found.order_by().values_list("stage").annotate(Count("pk"))))
    still = Counter(stalls.rows(lens).order_by().values_list("stage", flat=True))
    stays = dwell.by_stage(found)
    lines: list[StageLine] = []
    for at, stage in enumerate(Stage):
        reached = sum(number for furthest, number in far.items() if furthest >= at)
        before = lines[-1].reached if lines else 0
        share = reached / before if before else None
        lines.append(StageLine(stage, reached, share, now[stage], stays[stage], still[stage]))
    return lines


def _furthest(found: QuerySet[Lead]) -> Counter[int]:
    """How many got how far at most, by the stage's place in the order."""
    place = Case(
        *(When(to_stage=stage, then=at) for at, stage in enumerate(Stage)),
        output_field=IntegerField(),
    )
    ways = LeadTransition.objects.filter(lead=OuterRef("pk")).order_by().values("lead")
    far = Subquery(ways.annotate(far=Max(place)).values("far"))
    return Counter(dict(found.order_by().annotate(far=far).values_list("far").annotate(Count("pk"))))  # fmt: skip


@dataclass(slots=True)
class SourceLine:
    """A way of coming, or one place they came from: how many are in which stage, and what the goals they reached are worth."""

    choice: Choice
    name: str
    numbers: list[tuple[Stage, int]] = field(default_factory=list)
    total: int = 0
    worth: Worth = field(default_factory=dict)


def ways(lens: Lens) -> list[SourceLine]:
    """The most frequent first; two queries."""
    return [
        SourceLine(Choice(via=via or UNKNOWN), way_name(via), *rest)
        for (via,), *rest in _split(lens, "via")
    ]


def sources(lens: Lens) -> list[SourceLine]:
    """Sites, search engines and campaigns by name; two queries."""
    found = [
        SourceLine(Choice(via=via, source=source), f"{source} ({way_name(via)})", *rest)
        for (via, source), *rest in _split(lens, "via", "source")
        if source and via
    ]
    return found[:MOST_SOURCES]


def way_name(via: str) -> str:
    return str(Touch.Via(via).label) if via else _("not known")


def _split(lens: Lens, *by: str) -> list[tuple]:
    found = leads.rows(lens).order_by()
    numbers: dict[tuple, Counter[str]] = defaultdict(Counter)
    for *key, stage, number in found.values_list(*by, "stage").annotate(Count("pk")):
        numbers[tuple(key)][stage] += number
    worth: dict[tuple, Worth] = defaultdict(dict)
    paid = goals.reached_by(found).exclude(value=0).order_by()
    names = [f"member__lead__{name}" for name in by]
    for *key, currency, value in paid.values_list(*names, "currency").annotate(Sum("value")):
        worth[tuple(key)][currency] = value
    keys = sorted(numbers, key=lambda key: (-numbers[key].total(), key))
    return [
        (key, [(stage, numbers[key][stage]) for stage in Stage], numbers[key].total(), worth.get(key, {}))
        for key in keys
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StepLine:
    """Steps from one stage to another in the period. From "" they were not known before."""

    from_stage: str
    to_stage: str
    number: int

    @property
    def name(self) -> str:
        to = Stage(self.to_stage).label
        if not self.from_stage:
            return _("First seen, in %(to)s") % {"to": to}
        return _("From %(from)s to %(to)s") % {"from": Stage(self.from_stage).label, "to": to}

    @property
    def is_back(self) -> bool:
        order: Sequence[str] = Stage.values
        return bool(self.from_stage) and order.index(self.to_stage) < order.index(self.from_stage)


def step_lines(lens: Lens) -> list[StepLine]:
    counted = steps.every(lens).order_by().values_list("from_stage", "to_stage")
    order = ["", *Stage.values]
    lines = [StepLine(*row) for row in counted.annotate(Count("pk"))]
    return sorted(lines, key=lambda each: (order.index(each.from_stage), order.index(each.to_stage)))  # fmt: skip


def drawn(lines: Sequence[StageLine], lens: Lens) -> Drawing:
    """How many got how far, under each other."""
    rows = [
        Bar(
            str(line.stage.label), line.reached,
            href=f"{reverse('analytics:lead_rows')}?{Choice(reached=line.stage.value).query}{lens.query}" if line.reached else "",
        )
        for line in lines
    ]  # fmt: skip
    title = _("How far they came")
    return bars(title, rows, label_name=_("Stage"), value_name=_("Leads"))
