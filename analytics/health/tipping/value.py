"""What members give one another in a space: answers to their questions, and replies by people they know.

Only boards that are as open as their space count, so that whoever may read the space may read every post behind a number.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Role, RoleGrant
from analytics.periods import midnight, today, zone
from forums.models import Board, Post, State, Topic

FAMILIAR = timedelta(days=180)
"""So long ago at most two members met last, to know one another."""
WEEKS = 104
ANSWER, KNOWN, OTHER = "answers", "known", "other"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A post, and the member it was written to: of the post it replies to, else of the conversation."""

    post: int
    at: datetime
    author: int
    receiver: int
    topic: int
    kind: str


@dataclass(slots=True)
class Week:
    """From the midnight that begins the Monday `first`. `people`: members who wrote here."""

    first: date
    people: int = 0
    answers: int = 0
    known: int = 0
    """Replies by somebody they had met in another conversation, which are no answers."""

    @property
    def value(self) -> float:
        """Answers and replies by people they know, a member."""
        return (self.answers + self.known) / self.people if self.people else 0.0


@contextmanager
def with_time() -> Iterator[None]:
    """A worker's reading of a large space takes longer than a page may wait."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4min'")
        yield


def open_boards(space_id: int) -> QuerySet[Board]:
    """Boards that are as open as the space, archived ones included."""
    return Board.objects.filter(~Q(parent__is_private=True), space=space_id, is_private=False)


def written(space_id: int, start: datetime, end: datetime) -> QuerySet[Post]:
    """What people from outside the company wrote on the space's open boards.

    Boards and people are named by number: so no plan of the database can go wrong, whatever it knows of the tables.
    """
    return Post.objects.filter(
        topic__space=space_id,
        topic__state=State.VISIBLE,
        topic__board__in=list(open_boards(space_id).values_list("pk", flat=True)),
        state=State.VISIBLE,
        created_at__gte=start,
        created_at__lt=end,
        author__is_placeholder=False,
    ).exclude(author__in=staff())


def staff() -> set[int]:
    grants = RoleGrant.objects.in_force().exclude(role=Role.EVANGELIST)
    return set(grants.values_list("member", flat=True))


def exchanges(space_id: int, start: datetime, end: datetime) -> Iterator[Exchange]:
    """Posts from one member to another, oldest first; read in one pass, with the half year before for who knows whom."""
    rows = (
        written(space_id, start - FAMILIAR, end)
        .filter(number__gt=1)
        .annotate(
            receiver=Coalesce(F("reply_to__author"), F("topic__author")),
            unreal=Coalesce(F("reply_to__author__is_placeholder"), F("topic__author__is_placeholder")),
        )
        .exclude(receiver=F("author"))
        .filter(unreal=False)
        .order_by("created_at", "pk")
        .values_list("pk", "created_at", "author", "receiver", "topic", "topic__author", "topic__kind")
    )  # fmt: skip
    company = staff()
    met: dict[tuple[int, int], list[tuple[int, datetime]]] = defaultdict(list)
    for post, at, author, receiver, topic, asker, kind in rows.iterator(5000):
        if receiver in company:
            continue
        last = met[min(author, receiver), max(author, receiver)]
        knows = any(where != topic and when >= at - FAMILIAR for where, when in last)
        _meet(last, topic, at)
        if at < start:
            continue
        answers = kind == Topic.Kind.QUESTION and receiver == asker
        yield Exchange(
            post, at, author, receiver, topic, ANSWER if answers else KNOWN if knows else OTHER
        )


def _meet(last: list[tuple[int, datetime]], topic: int, at: datetime) -> None:
    """Keep the two newest conversations in which a pair met: of these one is another than any third."""
    last[:] = [each for each in last if each[0] != topic][-1:]
    last.append((topic, at))


def monday(moment: datetime) -> date:
    day = timezone.localtime(moment, zone()).date()
    return day - timedelta(days=day.weekday())


def last_monday() -> date:
    """The first day of the last week that is over."""
    now = today()
    return now - timedelta(days=now.weekday() + 7)


def weeks(space_id: int, *, number: int = WEEKS, last: date | None = None) -> list[Week]:
    """The last weeks that are over, from the first in which somebody wrote; six queries."""
    last = last or last_monday()
    first = last - timedelta(weeks=number - 1)
    start, end = midnight(first), midnight(last + timedelta(days=7))
    people: dict[date, set[int]] = defaultdict(set)
    wrote = written(space_id, start, end).values_list("created_at", "author")
    for at, author in wrote.iterator(5000):
        people[monday(at)].add(author)
    if not people:
        return []
    found = {}
    each = min(people)
    while each <= last:
        found[each] = Week(each, len(people.get(each, ())))
        each += timedelta(days=7)
    for exchange in exchanges(space_id, start, end):
        week = found[monday(exchange.at)]
        week.answers += exchange.kind == ANSWER
        week.known += exchange.kind == KNOWN
    return list(found.values())


def posts_of(space_id: int, week: date, kind: str) -> QuerySet[Post]:
    """Exactly the posts that a week's number counts."""
    start, end = midnight(week), midnight(week + timedelta(days=7))
    found = [each.post for each in exchanges(space_id, start, end) if each.kind == kind]
    return Post.objects.filter(pk__in=found)
