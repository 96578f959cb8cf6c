"""Figures about questions: how long people wait for a first answer, and how many are solved."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, RoleGrant
from analytics.lens import Lens
from analytics.metrics.base import LEFT_OUT, MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.statistics.proportions import wilson
from analytics.waits import waits
from forums.models import State, Topic


def rows(lens: Lens) -> QuerySet[Topic]:
    """Questions asked in the period by people from outside the company."""
    staff = RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST).values("member")
    asked = Topic.objects.questions().filter(
        state=State.VISIBLE,
        created_at__gte=lens.start,
        created_at__lt=lens.end,
        author__is_placeholder=False,
    )
    return lens.of_topics(asked.exclude(author__in=staff))


def solved_rows(lens: Lens) -> QuerySet[Topic]:
    return rows(lens).exclude(solved_at=None)


def unanswered_rows(lens: Lens) -> QuerySet[Topic]:
    return rows(lens).filter(answered_at=None)


def late_rows(lens: Lens, hours: int = 72) -> QuerySet[Topic]:
    """Questions that had no answer within so many hours, of those that were asked as long ago."""
    late = Q(answered_at=None) | Q(answered_at__gt=F("created_at") + timedelta(hours=hours))
    return old_enough(lens, hours).filter(late)


def old_enough(lens: Lens, hours: int) -> QuerySet[Topic]:
    return rows(lens).filter(created_at__lte=timezone.now() - timedelta(hours=hours))


def late_rows_24(lens: Lens) -> QuerySet[Topic]:
    return late_rows(lens, 24)


def waiting_rows(lens: Lens) -> QuerySet[Topic]:
    """Questions that wait for a first answer to this day, since three days or more."""
    return old_enough(lens, 72).filter(answered_at=None)


def unanswered(lens: Lens) -> Figure:
    """The share without an answer after 72 hours; the one after 24 hours in the details."""
    counted = rows(lens).aggregate(
        **{f"all_{h}": Count("pk", filter=Q(created_at__lte=timezone.now() - timedelta(hours=h))) for h in (24, 72)}
    )  # fmt: skip
    late = {hours: late_rows(lens, hours).count() for hours in (24, 72)}
    details: dict[str, Any] = {f"late_{hours}": number for hours, number in late.items()}
    details |= {
        f"share_{hours}": wilson(late[hours], counted[f"all_{hours}"])
        for hours in (24, 72)
        if counted[f"all_{hours}"] >= MINIMUM_SAMPLE
    }
    if "share_72" not in details:
        return Figure(None, sample=counted["all_72"], details=details)
    share = details["share_72"]
    return Figure(share.value, share.low, share.high, counted["all_72"], details)


def first_response(lens: Lens) -> Figure:
    """Median wait in seconds with its interval; the 90th percentile and the open ones in the details."""
    found = waits(rows(lens), timezone.now())
    details: dict[str, Any] = {
        "open": found.open,
        "open_24": found.open_24,
        "open_72": found.open_72,
    }
    if found.number < MINIMUM_SAMPLE:
        return Figure(None, sample=found.number, details=details)
    median = found.median
    details["p90"] = found.late
    return Figure(median.value, median.low, median.high, found.number, details)


def solution_rate(lens: Lens) -> Figure:
    counted = rows(lens).aggregate(
        all=Count("pk"), solved=Count("pk", filter=Q(solved_at__isnull=False))
    )
    details = {"solved": counted["solved"]}
    if counted["all"] < MINIMUM_SAMPLE:
        return Figure(None, sample=counted["all"], details=details)
    share = wilson(counted["solved"], counted["all"])
    return Figure(share.value, share.low, share.high, counted["all"], details)


FIRST_RESPONSE = Metric(
    name="first_response",
    definition=Definition(
        title=_("Wait for a first answer"),
        unit=_("time; the median: half of the askers wait no longer"),
        counts=_("the time from a question to the first visible post by somebody else"),
        of=_(
            "questions asked in the period. Those still open count with the time they have waited so far (Kaplan-Meier): leaving them out would flatter"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "95 % interval of the median (Brookmeyer and Crowley, on the log-log scale); none below 30 questions"
        ),
        source=_("questions and their first answers"),
    ),
    figure=first_response,
    rows=rows,
)

SOLUTION_RATE = Metric(
    name="solution_rate",
    definition=Definition(
        title=_("Questions solved"),
        unit=_("share"),
        counts=_("questions asked in the period that have a solution by now"),
        of=_("questions asked in the period"),
        leaves_out=LEFT_OUT,
        uncertainty=_("95 % interval for a share (Wilson 1927); none below 30 questions"),
        source=_("questions and solutions"),
    ),
    figure=solution_rate,
    rows=solved_rows,
)

UNANSWERED = Metric(
    name="unanswered",
    definition=Definition(
        title=_("Questions left without an answer"),
        unit=_("share"),
        counts=_("questions to which nobody else had written anything visible 72 hours later"),
        of=_("questions asked in the period and at least 72 hours ago"),
        leaves_out=LEFT_OUT,
        uncertainty=_("95 % interval for a share (Wilson 1927); none below 30 questions"),
        source=_("questions and their first answers"),
    ),
    figure=unanswered,
    rows=late_rows,
)
