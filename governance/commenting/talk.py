"""What was said about the clauses of a proposal, in numbers: a line under each clause."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, DateTimeField, F, Max, QuerySet, Value
from django.db.models.functions import Cast

from accounts.models import Viewer
from core.prepared import Given, Prepared
from governance.models import Amendment, Argument, ClauseAnswer, Proposal

AMENDMENT, ANSWER = "amendment", "answer"


class Counted(NamedTuple):
    """So many arguments of one side about a clause, or amendments, or the company's answer to it."""

    text: int
    clause: str
    what: str
    n: int
    latest: datetime | None


@dataclass(slots=True)
class Talk:
    """What was said about one clause, in numbers."""

    arguments: Counter[str] = field(default_factory=Counter)
    amendments: int = 0
    answered_at: datetime | None = None

    @property
    def is_for(self) -> int:
        return self.arguments[Argument.Side.FOR]

    @property
    def is_against(self) -> int:
        return self.arguments[Argument.Side.AGAINST]


def talk_of(viewer: Viewer, proposal: Proposal) -> tuple[Counted, ...]:
    """As far as this person may read it. One query for all clauses."""
    return tuple(sorted(Counted(*row) for row in _talk.fetch(viewer, proposal=proposal.pk)))


def by_clause(counted: Iterable[Counted]) -> dict[tuple[int, str], Talk]:
    """The same by text and clause."""
    talks: dict[tuple[int, str], Talk] = defaultdict(Talk)
    for each in counted:
        talk = talks[each.text, each.clause]
        if each.what == AMENDMENT:
            talk.amendments = each.n
        elif each.what == ANSWER:
            talk.answered_at = each.latest
        else:
            talk.arguments[each.what] = each.n
    return talks


def _all(viewer: Any) -> QuerySet[Any]:
    never = Cast(Value(None), DateTimeField())
    arguments = _counted(Argument.objects.visible_to(viewer), F("side"), never)
    amendments = _counted(Amendment.objects.visible_to(viewer), Value(AMENDMENT), never)
    answers = _counted(ClauseAnswer.objects.current(), Value(ANSWER), Max("at"))
    return arguments.union(amendments, answers, all=True)


def _counted(rows: QuerySet[Any], what: Any, latest: Any) -> QuerySet[Any]:
    here = rows.filter(text__proposal=Given("proposal")).order_by().annotate(what=what)
    grouped = here.values("text", "clause", "what").annotate(n=Count("pk"), latest=latest)
    return grouped.values_list(*Counted._fields)


_talk = Prepared(_all)
