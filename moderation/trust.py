"""What moderation can count of members, for trust levels."""

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.standing.trust import Measure, register
from moderation.models import Report

REMEMBERED = timedelta(days=90)


def reports_upheld(member_ids: Collection[int]) -> dict[int, int]:
    """Posts of theirs that managers hid after a report, in the last ninety days, and did not show again."""
    upheld = Report.objects.filter(
        post__author__in=member_ids,
        decision=Report.Decision.HIDDEN,
        decided_at__gte=timezone.now() - REMEMBERED,
        act__undone_at=None,
    )
    return dict(upheld.values_list("post__author").annotate(Count("post", distinct=True)))


register(
    Measure(
        "reports_upheld", _("Posts hidden after a report, in the last 90 days"), reports_upheld,
        is_limit=True,
    )
)  # fmt: skip
