"""A space that hangs on one person: surely more than half of its answers are theirs."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.health.alarms import end_alarms, raise_alarm
from analytics.health.closed import closed_boards
from analytics.health.kinds import Advice, AlarmKind, register
from analytics.lens import Lens
from analytics.metrics.base import MINIMUM_SAMPLE
from analytics.metrics.health import absence
from analytics.models import Alarm
from analytics.periods import Period, today
from analytics.statistics.proportions import wilson
from analytics.wording import share, whole
from spaces.models import Space

NAME = "dependence"
DAYS = 90


def watch(last: Period | None = None) -> int:
    """Look at the last ninety days of every space; returns how many alarms were raised."""
    yesterday = today() - timedelta(days=1)
    period = last or Period(yesterday - timedelta(days=DAYS - 1), yesterday)
    found, raised = absence.by_space(Lens(period, closed=closed_boards())), 0
    for space in Space.objects.all():
        figure = found.get(space.pk)
        details = figure.details if figure else {"most": 0, "answers": 0, "people": 0}
        if figure and figure.sample >= MINIMUM_SAMPLE:
            theirs = wilson(details["most"], figure.sample)
            if theirs.low > absence.HALF:
                raised += _raise(space, details, theirs.low, theirs.high, period)
                continue
            if theirs.value > absence.HALF:
                continue  # perhaps still so
        end_alarms(kind=NAME, space=space)
    return raised


def _raise(space: Space, details: dict[str, int], low: float, high: float, period: Period) -> int:
    alarm = raise_alarm(
        kind=NAME, space=space, key=period.last.isoformat(), at=min(period.end, timezone.now()),
        saw={
            "most": details["most"], "answers": details["answers"],
            "first": period.first.isoformat(), "last": period.last.isoformat(),
        },
        certainty={"low": low, "high": high},
    )  # fmt: skip
    return alarm is not None


def _says(alarm: Alarm) -> str:
    return _("One person gave %(most)s of the %(answers)s answers of ninety days: %(share)s.") % {
        "most": whole(alarm.saw["most"]), "answers": whole(alarm.saw["answers"]),
        "share": share(alarm.saw["most"] / alarm.saw["answers"]),
    }  # fmt: skip


def _sure(alarm: Alarm) -> str:
    return _("95 %% interval of their share %(low)s to %(high)s: surely more than half.") % {
        "low": share(alarm.certainty["low"]), "high": share(alarm.certainty["high"]),
    }  # fmt: skip


def _page(alarm: Alarm) -> str:
    page = reverse("analytics:health_absence", args=[alarm.space.slug])
    return f"{page}?from={alarm.saw['first']}&to={alarm.saw['last']}"


def _advises(alarm: Alarm) -> list[Advice]:
    return [
        Advice(
            _("See what would be left without them, and who could take over a part of it now."),
            _page(alarm),
            _("What if they leave?"),
        ),
        Advice(_("Leave easy questions to others for a day: they learn it by answering.")),
    ]


register(
    AlarmKind(
        name=NAME,
        title=gettext_lazy("It hangs on one person"),
        says=_says,
        sure=_sure,
        advises=_advises,
        looks_at=gettext_lazy(
            "Every night, the answers of the last ninety days in each space, private boards left out. It is an alarm where one person surely gave more than half of them: where the 95 % interval of their share (Wilson 1927) lies above one half; never below 30 answers. It is over when their share is no more than one half."
        ),
        evidence=_page,
    )
)
