"""The agents' lists of cases: what they ask for stands in the address, and costs a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Member, Role, Viewer
from core.pages import Page, page
from support.models import Case, CaseEvent, Team

CASES_A_PAGE = 30
SOON = timedelta(hours=1)
MOST_CALLED = 200
UNDO_OFFERED = timedelta(hours=1)
COUNTED = ("open", "mine", "unowned", "late", "waiting", "elsewhere")
"""The lists that say how many stand in them: somebody has to work on those."""


def tabs(viewer: Viewer, now: datetime) -> dict[str, Q]:
    """The lists an agent works with. What the help desk has is worked there, and stands in a list of its own."""
    here = Q(desk="")
    waits = here & Q(status__in=Case.WAITS_FOR_US)
    return {
        "open": waits,
        "mine": here & Q(assigned_to=viewer.pk, status__in=Case.UNFINISHED),
        "unowned": waits & Q(assigned_to=None),
        "late": waits & Q(answer_due_at__lte=now),
        "waiting": here & Q(status=Case.Status.WAITING),
        "elsewhere": ~here & Q(status__in=Case.UNFINISHED),
        "solved": Q(status=Case.Status.SOLVED),
        "closed": Q(status=Case.Status.CLOSED),
    }


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list, besides which one: nothing of it, and it is the whole list."""

    words: str = ""
    team: Team | None = None
    owner: str = ""
    priority: str = ""
    tag: str = ""

    def narrow(self, cases: QuerySet[Case], viewer: Viewer) -> QuerySet[Case]:
        if self.words:
            cases = cases.filter(_said(self.words))
        if self.team:
            cases = cases.filter(team=self.team)
        if self.owner:
            cases = cases.filter(assigned_to=None if self.owner == "none" else viewer.pk)
        if self.priority:
            cases = cases.filter(priority=self.priority)
        if self.tag:
            cases = cases.filter(tags__contains=[self.tag.lower()])
        return cases


def _said(words: str) -> Q:
    """By number, or by what it is about and who wrote it."""
    number = words.removeprefix("#")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return Q(number=int(number)) | Q(order__iexact=number)
    return (
        Q(subject__icontains=words)
        | Q(order__iexact=words)
        | Q(name__icontains=words)
        | Q(email__iexact=words)
        | Q(member__in=_called(words))
    )


def _called(words: str) -> list[int]:
    """Customers of that name, as a list: so each part of the question has an index that answers it."""
    named = Member.objects.filter(Q(name__icontains=words) | Q(handle__iexact=words))
    customers = named.filter(Exists(Case.objects.filter(member=OuterRef("pk"))))
    return list(customers.values_list("pk", flat=True)[:MOST_CALLED])


def counts(viewer: Viewer) -> dict[str, int]:
    """How many cases stand in each list that somebody has to work on, in one query."""
    lists = tabs(viewer, timezone.now())
    return Case.objects.unfinished().aggregate(
        **{name: Count("id", filter=lists[name]) for name in COUNTED}
    )


def cases_page(viewer: Viewer, *, tab: str, asked: Asked, after: str | None) -> Page:
    """A page of a list: whoever is to hear of us first comes first; in finished ones, what was touched last."""
    cases = Case.objects.visible_to(viewer).filter(tabs(viewer, timezone.now())[tab])
    narrowed = asked.narrow(cases, viewer).select_related(
        "member", "assigned_to", "team", "product"
    )
    due = narrowed.annotate(due=Coalesce("answer_due_at", "touched_at"))
    order = ("due", "id") if tab in ("open", "mine", "unowned", "late") else ("-touched_at", "-id")
    return page(due, order=order, after=after, size=CASES_A_PAGE)


def last_batch(viewer: Viewer, now: datetime) -> dict[str, Any] | None:
    """What this agent did last to many cases at once, and how many: for an hour, until it is undone. One query."""
    done = CaseEvent.objects.filter(by=viewer.pk, at__gt=now - UNDO_OFFERED, batch__isnull=False)
    batches = done.values("batch").annotate(
        cases=Count("case", distinct=True), last=Max("pk"), undone=Count("undone_at")
    )
    found: Any = batches.order_by("-last").first()
    return found if found and not found["undone"] else None


def agents() -> list[Member]:
    """Everybody who works cases, by name."""
    held = Q(role_grants__role=Role.AGENT, role_grants__withdrawn_at=None)
    return list(Member.objects.active().filter(held).order_by("name", "pk").distinct())


def lateness(case: Case, now: datetime) -> str:
    """ "late", "soon" or "fine"; nothing where nobody waits for us."""
    if case.answer_due_at is None or case.status not in Case.WAITS_FOR_US:
        return ""
    if case.answer_due_at <= now:
        return "late"
    return "soon" if case.answer_due_at <= now + SOON else "fine"


def with_lateness(cases: list[Any], now: datetime) -> list[Any]:
    """The same cases, each with its `lateness`."""
    for case in cases:
        case.lateness = lateness(case, now)
    return cases
