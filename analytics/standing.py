"""Who answers for each figure, and how fresh it is: what stands beside a number on every page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Min
from django.utils import timezone

from analytics.metrics import ALL
from analytics.models import (
    Assumption,
    FigureOwner,
    Goal,
    Lead,
    SupportIntent,
    SurveyAnswer,
)
from events.models import Event
from forums.models import Topic
from support.models import Case, Enquiry

Name = Assumption.Name
COSTS = (Name.COST_PER_CONTACT, Name.PROGRAMME_COST, Name.STAFF_HOURS, Name.HOUR_COST)
ASSUMED: dict[str, tuple[str, ...]] = {
    "saved": COSTS[:1],
    "unanswered_cost": COSTS[:1],
    "net_saved": COSTS,
}
"""Who answers for a figure that nobody was named for: whoever answers for what it takes for granted."""

NEWEST: dict[str, tuple[Any, str]] = {
    "intents": (SupportIntent, "opened_at"),
    "enquiries": (Enquiry, "created_at"),
    "surveys": (SurveyAnswer, "asked_at"),
    "contacts": (Case, "opened_at"),
    "questions": (Topic, "created_at"),
    "leads": (Lead, "last_at"),
    "goals": (Goal, "at"),
}
"""Where a figure's rows lie, and when each of them happened."""
READ_FROM: dict[str, str] = {
    "confirmed_deflections": "intents", "deflected": "intents", "saved": "intents", "net_saved": "intents",
    "unanswered_cost": "intents", "answer_effect": "enquiries", "survey_share": "surveys", "contacts": "contacts",
    "first_response": "questions", "unanswered": "questions", "solution_rate": "questions",
    "leads": "leads", "leads_sourced": "leads",
}  # fmt: skip
FOLLOWS_EVENTS = {"intents", "leads", "surveys"}
"""What a worker makes of what happened: as fresh as the oldest event that it has not followed yet."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`owner` is empty where nobody answers for it. `until`: what happened until then is counted. `newest`: its last row."""

    owner: str
    until: datetime
    newest: datetime | None = None


def owners() -> dict[str, str]:
    """By figure; two queries."""
    rows = FigureOwner.objects.order_by("metric", "-set_at", "-pk").distinct("metric")
    named = {row.metric: row.owner for row in rows}
    assumed = {row.name: row.owner for row in Assumption.objects.in_force()}
    for metric, names in ASSUMED.items():
        theirs = dict.fromkeys(assumed[name] for name in names if name in assumed)
        named[metric] = named.get(metric) or ", ".join(theirs)
    return named


def standings() -> dict[str, Standing]:
    """Of every figure; a fixed number of queries, none of which counts rows."""
    now = timezone.now()
    waiting = Event.objects.unsettled().aggregate(at=Min("occurred_at"))["at"]
    newest = {name: _last(*NEWEST[name]) for name in set(READ_FROM.values())}
    named = owners()
    return {
        metric.name: Standing(
            owner=named.get(metric.name, ""),
            until=waiting if waiting and READ_FROM.get(metric.name) in FOLLOWS_EVENTS else now,
            newest=newest.get(READ_FROM.get(metric.name, "")),
        )
        for metric in ALL
    }


def _last(model: Any, moment: str) -> datetime | None:
    """Of the row that came last: found by its number, which is an index every table has."""
    order = "-pk" if model._meta.pk.get_internal_type() == "BigAutoField" else f"-{moment}"
    return model.objects.order_by(order).values_list(moment, flat=True).first()
