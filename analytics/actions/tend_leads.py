"""What no event tells of a lead: that they were silent for long, follow a place, or wrote something."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from analytics.actions.trace_lead import trace_leads
from analytics.journeys import COOLS_AFTER, COOLS_TO
from analytics.models import Lead
from forums.models import Post
from notifications.models import Subscription

AT_ONCE = 500
LOOKS_BACK = timedelta(days=3)
"""As far as new follows and posts are looked for: a night or two may be missed."""


def tend_leads() -> int:
    """Trace those leads again; returns how many there were. Twice is as good as once."""
    due = list(_due().values_list("member", "browser"))
    for some in _parts(due):
        trace_leads(
            members=[member for member, _ in some if member],
            browsers=[browser for member, browser in some if browser and not member],
        )
    return len(due)


def _due() -> QuerySet[Lead]:
    now = timezone.now()
    theirs = {"created_at__gte": now - LOOKS_BACK}
    follows = Subscription.objects.filter(member=OuterRef("member"), **theirs)
    wrote = Post.objects.filter(author=OuterRef("member"), **theirs)
    silent = Q(stage__in=COOLS_TO, last_at__lte=now - COOLS_AFTER)
    silent &= Q(stepped_at__lte=now - COOLS_AFTER)
    leads = Lead.objects.consented().annotate(stepped_at=Max("transitions__at"))
    return leads.filter(
        silent | Q(Exists(follows.exclude(space=None, board=None))) | Q(Exists(wrote))
    )


def _parts(rows: Sequence) -> Iterator[Sequence]:
    for start in range(0, len(rows), AT_ONCE):
        yield rows[start : start + AT_ONCE]
