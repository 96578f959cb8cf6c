"""What moderators' hours bought: reports closed, decisions taken back, and what the automation held back wrongly.

Each of these acts stands on the log that all members read, and is the work of the company's people: so none is masked.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.assumptions import in_force
from analytics.deflection.money import DAYS_A_MONTH
from analytics.lens import Lens
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.models import Assumption
from analytics.statistics.proportions import Interval, wilson
from forums.models import Post, Topic
from moderation.models import ModerationAct, Report

Kind = ModerationAct.Kind
Rows = TypeVar("Rows", bound=QuerySet)
BY_HAND = (Kind.HIDE, Kind.KEEP)
HUNDRED = 100


def _there(lens: Lens, rows: Rows, path: str) -> Rows:
    """Narrowed to a place: of posts in the conversations there; `path` leads to the topic."""
    if lens.is_whole:
        return rows
    topics = lens.of_topics(Topic.objects.all()).order_by().values("pk")
    return rows.filter(**{f"{path}__in": topics})


def closed(lens: Lens) -> QuerySet[Report]:
    """Reports that somebody decided in the period, and that are not open again."""
    found = Report.objects.filter(decided_at__gte=lens.start, decided_at__lt=lens.end)
    return _there(lens, found, "post__topic")


def decisions(lens: Lens) -> QuerySet[ModerationAct]:
    """Posts hidden or kept by hand in the period."""
    return _acts(lens).filter(kind__in=BY_HAND)


def reversed_(lens: Lens) -> QuerySet[ModerationAct]:
    return decisions(lens).exclude(undone_at=None)


def holds(lens: Lens) -> QuerySet[ModerationAct]:
    """What the automation held back in the period, and a manager has looked at since: shown again, or hidden."""
    hidden = Q(post__moderation_acts__kind=Kind.HIDE, post__moderation_acts__undone_at=None)
    looked = Q(undone_at__isnull=False) | hidden
    return _acts(lens).filter(looked, kind=Kind.HOLD).distinct()


def wrong_holds(lens: Lens) -> QuerySet[ModerationAct]:
    """Held back by the automation, and shown again by a manager."""
    return _acts(lens).filter(kind=Kind.HOLD).exclude(undone_at=None)


def _acts(lens: Lens) -> QuerySet[ModerationAct]:
    found = ModerationAct.objects.filter(created_at__gte=lens.start, created_at__lt=lens.end)
    return _there(lens, found.exclude(post=None), "post__topic")


def posts(lens: Lens) -> QuerySet[Post]:
    """Everything written in the period, hidden by now or not."""
    found = Post.objects.filter(created_at__gte=lens.start, created_at__lt=lens.end)
    return _there(lens, found, "topic")


def hours(lens: Lens) -> Interval | None:
    """Hours of moderators and staff in the period, as assumed; known for the whole community alone."""
    assumed = in_force().get(Assumption.Name.STAFF_HOURS) if lens.is_whole else None
    if assumed is None:
        return None
    months = float(lens.days / DAYS_A_MONTH)
    return Interval(*(float(part) * months for part in (assumed.low, assumed.value, assumed.high)))


def per_hour(number: int, spent: Interval | None) -> Interval | None:
    """Most for the fewest hours. None where hours are not named, or may be none."""
    if spent is None or not spent.low:
        return None
    return Interval(number / spent.high, number / spent.value, number / spent.low)


def figure(lens: Lens) -> Figure:
    numbers: dict[str, Any] = {name: rows(lens).count() for name, rows in KINDS.items()}
    written = posts(lens).count()
    spent = hours(lens)
    details = numbers | {
        "posts": written,
        "per_hundred": {name: number * HUNDRED / written for name, number in numbers.items()} if written else {},
        "hours": spent,
        "per_hour": per_hour(numbers["reports"], spent),
    }  # fmt: skip
    return Figure(numbers["reports"], sample=numbers["reports"], details=details)


def _share(hits: int, all_: int) -> Figure:
    details = {"hits": hits}
    if all_ < MINIMUM_SAMPLE:
        return Figure(None, sample=all_, details=details)
    found = wilson(hits, all_)
    return Figure(found.value, found.low, found.high, all_, details)


def reversal_rate(lens: Lens) -> Figure:
    return _share(reversed_(lens).count(), decisions(lens).count())


def error_rate(lens: Lens) -> Figure:
    return _share(wrong_holds(lens).count(), holds(lens).count())


@dataclass(slots=True)
class SpaceLine:
    """A space's numbers by kind, and its posts."""

    space: int
    posts: int
    numbers: dict[str, int]


def by_space(lens: Lens) -> list[SpaceLine]:
    """Where something was handled, the most reports first; a fixed number of queries."""
    numbers: dict[int, dict[str, int]] = {}
    for name, rows in KINDS.items():
        counted = rows(lens).order_by().values_list("post__topic__space")
        for space, number in counted.annotate(Count("pk", distinct=True)):
            numbers.setdefault(space, {})[name] = number
    written = posts(lens).filter(topic__space__in=numbers).order_by().values_list("topic__space")
    said = dict(written.annotate(Count("pk")))
    lines = [
        SpaceLine(space, said.get(space, 0), {name: found.get(name, 0) for name in KINDS})
        for space, found in numbers.items()
    ]
    return sorted(lines, key=lambda line: (-line.numbers["reports"], -line.posts, line.space))


KINDS: dict[str, Callable[[Lens], QuerySet[Any]]] = {
    "reports": closed,
    "decisions": decisions,
    "reversed": reversed_,
    "holds": holds,
    "wrong": wrong_holds,
}

METRIC = Metric(
    name="handled",
    definition=Definition(
        title=_("Reports closed"),
        unit=_("reports"),
        counts=_(
            "reports that somebody decided in the period. Beside it, all made in the period: decisions (posts hidden or kept by "
            "hand), those of them taken back since, and posts that the automation held back and a manager showed again; each also "
            "per hundred posts written in the period"
        ),
        leaves_out=_(
            "reports still open, and those opened again because a decision was taken back"
        ),
        uncertainty=_(
            "none: plain counts. Per hour of work: from the most to the fewest hours that were assumed, for the whole community alone"
        ),
        source=_(
            "reports, the moderation log, posts, and the assumption about hours of moderators and staff"
        ),
    ),
    figure=figure,
    rows=closed,
    is_count=True,
)
REVERSALS = Metric(
    name="reversals",
    definition=Definition(
        title=_("Decisions taken back"),
        unit=_("share"),
        counts=_("posts hidden or kept by hand in the period, whose decision was taken back since"),
        of=_("posts hidden or kept by hand in the period"),
        leaves_out=_(
            "what was done to whole conversations (closed, moved, merged), and what the automation did"
        ),
        uncertainty=_("95 % interval for a share (Wilson 1927); none below 30 decisions"),
        source=_("the moderation log"),
    ),
    figure=reversal_rate,
    rows=reversed_,
)
ERRORS = Metric(
    name="automation_errors",
    definition=Definition(
        title=_("Held back wrongly by the automation"),
        unit=_("share"),
        counts=_(
            "posts that heavy reports held back in the period, and a manager showed again after a look"
        ),
        of=_("posts held back in the period that a manager has looked at since"),
        leaves_out=_("posts that still wait for a look"),
        uncertainty=_("95 % interval for a share (Wilson 1927); none below 30 posts"),
        source=_("the moderation log"),
    ),
    figure=error_rate,
    rows=wrong_holds,
)
