"""Surges: more new conversations in some hours than those hours of the week have had in the last four weeks.

Each hour that is over is asked three questions: of itself, of the six and of the twenty-four hours that end with it.
Are there more new conversations than in the same hours of the last four weeks? What is known of those is a count, too,
so the two Poisson counts are compared as such: given their sum, the later one is binomial with the share of its hours
(J. Przyborowski and H. Wilenski, Biometrika 31, 1940). A rate taken as exactly known would call the first
conversation after four silent weeks a surge. Three questions at once are three chances to be wrong: each p is
multiplied by three (O. J. Dunn, JASA 56, 1961) before it has to be below 0.001.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.db.models.functions import TruncHour
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from analytics.health.alarms import end_alarms, raise_alarm
from analytics.health.closed import closed_boards
from analytics.health.kinds import Advice, AlarmKind, register
from analytics.models import Alarm
from analytics.periods import zone
from analytics.statistics import kept
from forums.models import Post, State, Topic
from spaces.models import Space

NAME = "surge"
SURE = 0.001
WINDOWS = (1, 6, 24)
"""Hours looked at together."""
WEEKS = 4
FEWEST = 5
"""Fewer conversations are never that unlikely: one chance in five, five times over, is 0.0003, and there are three questions."""
QUIET = timedelta(hours=24)
"""After so long without a surge, one is over."""
HOUR = timedelta(hours=1)
UNIT = gettext_lazy("new conversations")
SOURCE = gettext_lazy("conversations, of all kinds, that can be seen; none of private boards")
Counts = Counter[datetime]


@dataclass(frozen=True, slots=True)
class Surge:
    """`number` conversations in `hours` hours up to `until`; `usual` is how many the same hours have had a week."""

    until: datetime
    hours: int
    number: int
    before: int
    weeks: int
    p: float

    @property
    def since(self) -> datetime:
        return self.until - self.hours * HOUR

    @property
    def usual(self) -> float:
        return self.before / self.weeks


def chance(number: int, before: int, weeks: int) -> float:
    """The probability of as many conversations or more, if these hours were like those `weeks` times before."""
    share = 1 / (1 + weeks)
    if not number:
        return 1.0
    found = kept.scipy_stats().binomtest(number, number + before, share, alternative="greater")
    return float(found.pvalue)


def surge_at(until: datetime, counts: Counts, known_from: datetime) -> Surge | None:
    """The surest surge among the windows that end at `until`; None where there is none. `counts` are by full hours, UTC."""
    found = None
    for hours in WINDOWS:
        number = _within(counts, until, hours)
        weeks = _weeks_known(until - hours * HOUR, known_from)
        if number < FEWEST or not weeks:
            continue
        before = sum(
            _within(counts, _weeks_ago(until, back), hours) for back in range(1, weeks + 1)
        )
        if number <= before / weeks:
            continue
        p = min(1.0, chance(number, before, weeks) * len(WINDOWS))
        if p < SURE and (found is None or p < found.p):
            found = Surge(until, hours, number, before, weeks, p)
    return found


def _within(counts: Counts, until: datetime, hours: int) -> int:
    return sum(counts[until - back * HOUR] for back in range(1, hours + 1))


def _weeks_known(start: datetime, known_from: datetime) -> int:
    """How many weeks before this there is something to compare with; the first conversation itself is not."""
    return max(0, min(WEEKS, (start - known_from) // timedelta(days=7)))


def _weeks_ago(moment: datetime, weeks: int) -> datetime:
    """The same hour by the clock on the wall, so that summer time moves nothing."""
    local = moment.astimezone(zone()).replace(tzinfo=None) - timedelta(weeks=weeks)
    return local.replace(tzinfo=zone()).astimezone(UTC)


def watch(*, first: datetime, last: datetime) -> int:
    """Look at every hour that ends after `first` and not after `last`, in every space; returns how many alarms were raised.

    An hour looked at again finds what it found. Three queries besides those of alarms.
    """
    raised = 0
    first, last = _full_hour(first), _full_hour(last)
    spaces = {each.pk: each for each in Space.objects.all()}
    counts, known_from = _counts(first, last)
    standing = Alarm.objects.standing().filter(kind=NAME).values_list("space", "seen_at")
    seen = dict(standing)
    for space_id in counts.keys() | seen.keys():
        theirs = counts.get(space_id, Counter())
        for until in _hours(first, last, theirs):
            found = surge_at(until, theirs, known_from[space_id]) if theirs else None
            if found is not None:
                if space_id not in seen:
                    raised += _raise(spaces[space_id], found)
                seen[space_id] = max(until, seen.get(space_id, until))
                _goes_on(space_id, seen[space_id])
            elif space_id in seen and until - seen[space_id] >= QUIET:
                end_alarms(kind=NAME, space=space_id, at=until)
                del seen[space_id]
    return raised


def _goes_on(space_id: int, until: datetime) -> None:
    standing = Alarm.objects.standing().filter(space=space_id, kind=NAME)
    standing.filter(seen_at__lt=until).update(seen_at=until)


def _hours(first: datetime, last: datetime, counts: Counts) -> Iterator[datetime]:
    """Hours worth a look: those with a conversation in the day before them, and the last one, which may end a surge."""
    until = first + HOUR
    while until <= last:
        if until == last or any(counts[until - back * HOUR] for back in range(1, max(WINDOWS) + 2)):
            yield until
        until += HOUR


def _counts(first: datetime, last: datetime) -> tuple[dict[int, Counts], dict[int, datetime]]:
    """New conversations by space and full hour, and when each space's first one was."""
    topics = _topics()
    since = first - timedelta(weeks=WEEKS) - timedelta(hours=max(WINDOWS) + 2)
    rows = (
        topics.filter(created_at__gte=since, created_at__lt=last)
        .annotate(hour=TruncHour("created_at", tzinfo=UTC))
        .values_list("space", "hour")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[int, Counts] = {}
    for space_id, hour, number in rows:
        found.setdefault(space_id, Counter())[hour] = number
    begun = topics.filter(space__in=found).values_list("space").annotate(at=Min("created_at"))
    return found, dict(begun.order_by())


def _raise(space: Space, found: Surge) -> int:
    alarm = raise_alarm(
        kind=NAME, space=space, key=found.until.astimezone(UTC).strftime("%Y-%m-%dT%H"), at=found.until,
        saw={
            "number": found.number, "hours": found.hours, "before": found.before, "weeks": found.weeks,
            "since": found.since.isoformat(), "until": found.until.isoformat(),
        },
        certainty={"p": found.p},
    )  # fmt: skip
    return alarm is not None


def opening_posts(alarm: Alarm) -> QuerySet[Post]:
    """What opened the conversations it saw; those hidden or deleted since are gone from it."""
    since, until = (datetime.fromisoformat(alarm.saw[name]) for name in ("since", "until"))
    topics = _topics().filter(space=alarm.space_id, created_at__gte=since, created_at__lt=until)
    return Post.objects.filter(number=1, topic__in=topics)


def _topics() -> QuerySet[Topic]:
    """Of boards as open as their space: everybody who reads of an alarm may read what it counts."""
    found = Topic.objects.filter(state=State.VISIBLE, author__is_placeholder=False, about="")
    return found.exclude(board__in=closed_boards())


def _full_hour(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def watch_lately(now: datetime | None = None) -> int:
    """The last full hours; more than one, since a worker may have been away."""
    now = now or timezone.now()
    return watch(first=now - timedelta(hours=6), last=now)


def _says(alarm: Alarm) -> str:
    saw = alarm.saw
    hours = ngettext("%(n)s hour", "%(n)s hours", saw["hours"]) % {"n": saw["hours"]}
    words = (
        _("%(n)s new conversations in %(hours)s (%(since)s to %(until)s). The same hours of the %(weeks)s weeks before had %(usual)s on average.")
        if saw["before"]
        else _("%(n)s new conversations in %(hours)s (%(since)s to %(until)s). The same hours of the %(weeks)s weeks before had none.")
    )  # fmt: skip
    return words % {
        "n": saw["number"], "hours": hours, "since": _moment(saw["since"]), "until": _moment(saw["until"]),
        "weeks": saw["weeks"], "usual": formats.number_format(saw["before"] / saw["weeks"], 1),
    }  # fmt: skip


def _moment(text: str) -> str:
    return formats.date_format(datetime.fromisoformat(text).astimezone(zone()), "j M, H:i")


def _sure(alarm: Alarm) -> str:
    p = alarm.certainty["p"]
    said = _("less than once in a million") if p < 1e-6 else _("once in %(n)s") % {"n": formats.number_format(round(1 / p), force_grouping=True)}  # fmt: skip
    return _("By chance alone it would look like this %(chance)s times.") % {"chance": said}


def _advises(alarm: Alarm) -> list[Advice]:
    return [
        Advice(
            _("Read what is asked: if it is one matter, one announcement answers all of them."),
            _evidence(alarm),
            _("See the conversations"),
        ),
        Advice(
            _("Open a board for it, with an owner and a closing date, so that it does not flood the others."),
            reverse("analytics:alarm_flash", args=[alarm.pk]),
            _("Open a flash board"),
        ),
    ]  # fmt: skip


def _evidence(alarm: Alarm) -> str:
    return reverse("analytics:alarm_topics", args=[alarm.pk])


register(
    AlarmKind(
        name=NAME,
        title=gettext_lazy("A surge of new conversations"),
        says=_says,
        sure=_sure,
        advises=_advises,
        looks_at=gettext_lazy(
            "Every hour, the new conversations of the last hour, six hours and twenty-four hours in each space are compared with the same hours of the last four weeks, private boards left out: as two Poisson counts (Przyborowski and Wilenski 1940). It is an alarm where chance alone would do this less than once in a thousand times, all three questions taken together (Dunn 1961)."
        ),
        evidence=_evidence,
    )
)
