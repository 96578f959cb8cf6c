"""An agent's day: what waits for them, in the order in which it is worth doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.utils import timezone

from accounts.models import Member
from support.models import Case, CaseMessage, CasePublication
from support.queue import with_lateness

MOST = 50


@dataclass(slots=True)
class Day:
    late: list[Case]
    """Mine, and my teams' that nobody has: the customer waits longer than we promised."""
    waiting: list[Case]
    """Mine, where the customer waits for us within what we promised."""
    unowned: list[Case]
    """My teams', or nobody's, that nobody has taken yet."""
    silent: list[Case]
    """Mine, where the customer has said nothing for three days: ask once more, or solve it."""
    publications: list[CasePublication]
    """What my customers said when I asked whether others may read it, this week."""
    answered: int
    solved: int
    """Today."""


SILENT = timedelta(days=3)
WEEK = timedelta(days=7)


def day_of(agent: Member) -> Day:
    """Six queries, however much there is."""
    now = timezone.now()
    teams = list(agent.support_memberships.values_list("team", flat=True))
    cases = (
        Case.objects.visible_to(agent)
        .filter(desk="")
        .select_related("member", "assigned_to", "team", "product")
    )
    in_turn = ("answer_due_at", "pk")
    mine = list(
        cases.filter(assigned_to=agent, status__in=Case.UNFINISHED).order_by("touched_at", "pk")[
            :MOST
        ]
    )
    ours = Q(team=None) | Q(team__in=teams)
    unowned = list(
        cases.filter(ours, assigned_to=None, status__in=Case.WAITS_FOR_US).order_by(*in_turn)[:MOST]
    )
    with_lateness(mine + unowned, now)
    late = [case for case in mine + unowned if case.lateness == "late"]  # type: ignore[attr-defined]
    waits = [each for each in mine if each.status in Case.WAITS_FOR_US and each not in late]
    return Day(
        late=sorted(late, key=_due),
        waiting=sorted(waits, key=_due),
        unowned=[case for case in unowned if case not in late],
        silent=[
            case
            for case in mine
            if case.status == Case.Status.WAITING and case.touched_at < now - SILENT
        ],
        publications=list(
            CasePublication.objects.filter(by=agent, answered_at__gte=now - WEEK)
            .select_related("case", "topic", "article", "post")
            .order_by("-answered_at")[:10]
        ),
        **_done_today(agent, now),
    )


def _due(case: Case) -> datetime:
    return case.answer_due_at or case.touched_at


def _done_today(agent: Member, now: datetime) -> dict[str, int]:
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    answered = CaseMessage.objects.for_customer().filter(author=agent, is_from_company=True)
    return {
        "answered": answered.filter(created_at__gte=today).aggregate(
            n=Count("case", distinct=True)
        )["n"],
        "solved": Case.objects.filter(assigned_to=agent, solved_at__gte=today).count(),
    }
