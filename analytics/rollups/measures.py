"""What is counted by time and place: for each measure the rows, their moment, their place and their kind.

Keeping counts and counting afresh both go by these; the triggers of migration 0008 say when a count grows stale.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, F, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce

from accounts.models import Role, RoleGrant
from analytics.lens import Lens
from analytics.models import SupportIntent, Touch
from forums.models import State, Topic
from support.models import Case

Expression = Any


@dataclass(frozen=True, slots=True)
class Measure:
    """`rows` is everything that counts, of all time. `product` None: what it is about is no single column."""

    name: str
    rows: Callable[[], QuerySet[Any]]
    moment: str
    narrow: Callable[[Lens, QuerySet[Any]], QuerySet[Any]]
    kind: Expression
    space: str
    board: str
    product: str | None
    person: Expression

    def placed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """With the columns that counts are kept by; 0 stands for no place."""
        return rows.annotate(
            _kind=self.kind,
            _space=Coalesce(F(self.space), Value(0)),
            _board=Coalesce(F(self.board), Value(0)),
            _product=Coalesce(F(self.product), Value(0)) if self.product else Value(0),
        )


def staff() -> QuerySet[RoleGrant, Any]:
    return RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST).values("member")


def _questions() -> QuerySet[Topic]:
    asked = Topic.objects.questions().filter(state=State.VISIBLE, author__is_placeholder=False)
    return asked.exclude(author__in=staff())


def _touches() -> QuerySet[Touch]:
    return Touch.objects.consented().annotate(
        place=Coalesce(F("topic__space"), F("article__space"))
    )


MEASURES: dict[str, Measure] = {
    each.name: each
    for each in (
        Measure(
            name="intents",
            rows=SupportIntent.objects.all,
            moment="opened_at",
            narrow=lambda lens, rows: lens.of_intents(rows),  # type: ignore[arg-type]
            kind=F("grade"),
            space="space_id",
            board="board_id",
            product="product_id",
            person=F("key"),
        ),
        Measure(
            name="contacts",
            rows=lambda: Case.objects.contacts().exclude(member__in=staff()),
            moment="opened_at",
            narrow=lambda lens, rows: lens.of_cases(rows),
            kind=F("channel"),
            space="topic__space_id",
            board="topic__board_id",
            product="product_id",
            person=Coalesce(Cast(F("member_id"), CharField()), F("email")),
        ),
        Measure(
            name="questions",
            rows=_questions,
            moment="created_at",
            narrow=lambda lens, rows: lens.of_topics(rows),
            kind=When_(
                When(solved_at__isnull=False, then=Value("solved")),
                When(answered_at__isnull=False, then=Value("answered")),
                default=Value("open"),
                output_field=CharField(),
            ),
            space="space_id",
            board="board_id",
            product=None,
            person=F("author_id"),
        ),
        Measure(
            name="touches",
            rows=_touches,
            moment="at",
            narrow=lambda lens, rows: lens.of_touches(rows),
            kind=F("kind"),
            space="place",
            board="topic__board_id",
            product=None,
            person=Coalesce(Cast(F("member_id"), CharField()), Cast(F("browser_id"), CharField())),
        ),
    )
}  # fmt: skip
