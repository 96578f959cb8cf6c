"""The alarm that a space is past its tipping point. A worker looks on Mondays."""

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.health.alarms import end_alarms, raise_alarm
from analytics.health.kinds import Advice, AlarmKind, register
from analytics.health.tipping.course import Course, reckon
from analytics.health.tipping.doing import ask_for_split
from analytics.health.tipping.wording import TEN, signed
from analytics.models import Alarm, Split
from analytics.wording import whole
from core.rules import NotAllowed
from spaces.models import Space

NAME = "tipping"


def watch() -> int:
    """Look at every space; returns how many alarms were raised. Looked at again in a week, it finds the same."""
    return sum(look_at(space) for space in Space.objects.order_by("pk"))


def look_at(space: Space) -> bool:
    """Reckon a space's course; past its tipping point, raise the alarm and have a split worked out."""
    course = reckon(space)
    if not course.is_past:
        end_alarms(kind=NAME, space=space)
        return False
    raised = _raise(space, course)
    if not Split.objects.filter(space=space).exclude(stage=Split.Stage.UNDONE).exists():
        try:
            ask_for_split(by=None, space=space)
        except NotAllowed:  # one was begun this very moment
            return raised
    return raised


def _raise(space: Space, course: Course) -> bool:
    lines = course.lines
    if lines is None:
        return False
    alarm = raise_alarm(
        kind=NAME,
        space=space,
        key=course.weeks[-1].first.isoformat(),
        saw={
            "turn": round(lines.turn, 1),
            "now": course.size_now,
            "weeks": len(course.counted),
        },
        certainty={
            "fall": round(lines.fall.value * TEN, 4),
            "low": round(lines.fall.low * TEN, 4),
            "high": round(lines.fall.high * TEN, 4),
        },
    )  # fmt: skip
    return alarm is not None


def _says(alarm: Alarm) -> str:
    return _(
        "Up to some %(turn)s members a week each got more of the others as more wrote; beyond that each gets less. %(now)s write at present."
    ) % {"turn": whole(alarm.saw["turn"]), "now": whole(alarm.saw["now"])}


def _sure(alarm: Alarm) -> str:
    numbers = {name: signed(alarm.certainty[name]) for name in ("fall", "low", "high")}
    return _(
        "Ten members more go with %(fall)s answers and replies a member and week (99 %% interval %(low)s to %(high)s), over %(weeks)s weeks."
    ) % {**numbers, "weeks": formats.number_format(alarm.saw["weeks"])}


def _advises(alarm: Alarm) -> list[Advice]:
    address = reverse("analytics:split", args=[alarm.space.slug])
    return [
        Advice(
            _("Ask what else changed in those weeks: it would look the same."),
            f"{address}#value",
            _("See the weeks"),
        ),
        Advice(
            _("Part the space along who answers whom. It can be undone."),
            f"{address}#split",
            _("See what would go where"),
        ),
    ]


def _evidence(alarm: Alarm) -> str:
    return reverse("analytics:split", args=[alarm.space.slug])


register(
    AlarmKind(
        name=NAME,
        title=gettext_lazy("Past its tipping point"),
        says=_says,
        sure=_sure,
        advises=_advises,
        looks_at=gettext_lazy(
            "Every Monday, what members get of one another in each week (answers, and replies by members they know) is set beside how many wrote, over two years: two lines with a break between them (Simonsohn 2018), errors by Newey and West. It is an alarm where the first rises and the second falls, both held to 99 %, for a quarter of a year running, while the space is that large; played by chance, 3 in 100 communities without a turn ring so in a year."
        ),
        evidence=_evidence,
    )
)
