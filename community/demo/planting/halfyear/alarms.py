"""What the house noticed in the half year: its own watch looks back at every hour, and the manager says what was right."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Member
from analytics.health import surge
from analytics.models import Alarm, AlarmGrade
from community.demo import halfyear

GRADER, AFTER = "priya", timedelta(hours=14)
RIGHT = (
    "The Dipper. Ines stayed for the evening, and on the second day most had their answer.",
    "The Dipper again: the first parcels came.",
)
WRONG = "Nothing in common: a sunny evening and several people at home."


def notice_surges() -> int:
    """Watch the half year's hours as the clock would have; returns how many alarms there were."""
    now = timezone.now()
    raised = surge.watch(first=now - timedelta(days=halfyear.DAYS), last=now)
    grader = Member.objects.get(handle=GRADER)
    right = iter(RIGHT)
    for alarm in Alarm.objects.filter(kind=surge.NAME, raised_at__lt=now - 2 * AFTER).order_by(
        "raised_at"
    ):
        is_right = _is_of_the_launch(alarm)
        AlarmGrade.objects.create(
            alarm=alarm, is_right=is_right, graded_by=grader, graded_at=alarm.raised_at + AFTER,
            note=next(right, RIGHT[-1]) if is_right else WRONG,
        )  # fmt: skip
    return raised


def _is_of_the_launch(alarm: Alarm) -> bool:
    """Raised within its two weeks, in its space."""
    since = (timezone.now() - alarm.raised_at).days
    in_time = halfyear.LAUNCH - halfyear.LAUNCH_LASTS <= since <= halfyear.LAUNCH
    return alarm.space.slug == halfyear.SPACE and in_time
