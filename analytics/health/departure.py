"""If some of those who answer left: what would be missing, for whom nobody else answered, and who could take over.

It looks back: the answers of the period without theirs. Whether others would have stepped in nobody knows, so the wait
is the longest it may become: "if nobody steps in".
"""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, QuerySet
from django.utils import timezone

from accounts.models import Member, RoleGrant
from analytics.health.waits import median_wait, waited
from analytics.lens import Lens
from analytics.masking import FEWEST
from analytics.metrics import questions
from analytics.metrics.base import Figure
from analytics.metrics.health import absence
from forums.models import Board, Post, Solution, State, Topic
from spaces.models import Space, SpaceRole

MOST_SHOWN = 10
MOST_STAND_INS = 5


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who answers. `rank` 1 gave most; `name` "" where it is not said to this reader."""

    rank: int
    member_id: int
    answers: int
    solved: int
    name: str
    has_role: bool


@dataclass(frozen=True, slots=True)
class StandIn:
    """Somebody who answers on the same boards: how much there, and of it accepted."""

    helper: Helper
    answers: int
    boards: list[str]


@dataclass(frozen=True, slots=True)
class Departure:
    """The period as it was, and without those who leave."""

    answers: int
    answers_left: int
    factor: Figure
    factor_left: Figure
    wait: Figure
    wait_left: Figure
    only_theirs: int
    stand_ins: list[StandIn]

    @property
    def share_left(self) -> float:
        return self.answers_left / self.answers if self.answers else 0.0


@dataclass(frozen=True, slots=True)
class _Answered:
    """What one person did in one question."""

    topic: int
    board: int
    author: int
    number: int
    first_at: datetime


class Answering:
    """One reading of who answered what in a space and a period; seven queries, however much there is."""

    def __init__(self, lens: Lens, space: Space, *, says_names: bool) -> None:
        self.lens, self.space, self.says_names = lens, space, says_names
        rows = absence.rows(lens).values_list("topic", "topic__board", "author")
        self.answered = [
            _Answered(*row) for row in rows.annotate(n=Count("pk"), at=Min("created_at")).order_by()
        ]
        self.by_person: Counter[int] = Counter()
        for each in self.answered:
            self.by_person[each.author] += each.number
        self.ranked = sorted(self.by_person, key=lambda pk: (-self.by_person[pk], pk))
        self.helpers = self._helpers()

    def _helpers(self) -> list[Helper]:
        """Those who gave most. Of whoever gave fewer than five answers nothing is said."""
        top = [pk for pk in self.ranked[:MOST_SHOWN] if self.by_person[pk] >= FEWEST]
        names = dict(Member.objects.filter(pk__in=top).values_list("pk", "name"))
        roles = _with_roles(self.space, top)
        solved = self._solved(top)
        return [
            Helper(
                rank, pk, self.by_person[pk], solved[pk],
                names[pk] if pk in roles or self.says_names else "", pk in roles,
            )
            for rank, pk in enumerate(top, start=1)
        ]  # fmt: skip

    def _solved(self, people: Collection[int]) -> Counter[int]:
        rows = Solution.objects.in_force().filter(
            post__in=absence.rows(self.lens), post__author__in=people
        )
        return Counter(dict(rows.values_list("post__author").annotate(n=Count("pk")).order_by()))

    def chosen(self, ranks: Collection[int]) -> list[Helper]:
        """Those asked for; without any who are known, whoever gave most."""
        found = [each for each in self.helpers if each.rank in ranks]
        return found or self.helpers[:1]

    def without(self, leaving: Collection[Helper]) -> Departure:
        gone = {each.member_id for each in leaving}
        rest = {pk: number for pk, number in self.by_person.items() if pk not in gone}
        wait, wait_left = self._waits(gone)
        return Departure(
            answers=sum(self.by_person.values()),
            answers_left=sum(rest.values()),
            factor=absence.of(list(self.by_person.values())),
            factor_left=absence.of(list(rest.values())),
            wait=wait,
            wait_left=wait_left,
            only_theirs=len(self.only_theirs(gone)),
            stand_ins=self._stand_ins(gone),
        )

    def only_theirs(self, gone: Collection[int]) -> set[int]:
        """Questions nobody else answered."""
        others = {each.topic for each in self.answered if each.author not in gone}
        return {each.topic for each in self.answered if each.author in gone} - others

    def topics_only_theirs(self, leaving: Collection[Helper]) -> QuerySet[Post]:
        """What opened these questions."""
        topics = self.only_theirs({each.member_id for each in leaving})
        return Post.objects.filter(topic__in=topics, number=1)

    def _waits(self, gone: Collection[int]) -> tuple[Figure, Figure]:
        """The wait for a first answer as it was, and without theirs, for as long as has been seen."""
        now = timezone.now()
        asked = list(questions.rows(self.lens).values_list("pk", "created_at", "answered_at"))
        theirs = {each.topic for each in self.answered if each.author in gone}
        first = self._first_by_others(theirs, gone)
        was = [waited(at, answered, now) for _pk, at, answered in asked]
        then = [
            waited(at, first.get(pk) if pk in theirs else answered, now)
            for pk, at, answered in asked
        ]
        return median_wait(was), median_wait(then)

    def _first_by_others(
        self, topics: Collection[int], gone: Collection[int]
    ) -> dict[int, datetime]:
        """Whenever it was: an answer may have come after the period."""
        rows = Post.objects.filter(topic__in=topics, state=State.VISIBLE, number__gt=1)
        asker = Topic.objects.filter(pk__in=topics).values_list("pk", "author")
        askers = dict(asker)
        found: dict[int, datetime] = {}
        for topic, author, at in (
            rows.exclude(author__in=gone).values_list("topic", "author").annotate(at=Min("created_at")).order_by()
        ):  # fmt: skip
            if author != askers.get(topic) and (topic not in found or at < found[topic]):
                found[topic] = at
        return found

    def _stand_ins(self, gone: Collection[int]) -> list[StandIn]:
        """Of those whose answers are enough to be shown: who answers most where those who leave did."""
        theirs: Counter[int] = Counter()
        here: dict[int, Counter[int]] = defaultdict(Counter)
        for each in self.answered:
            if each.author in gone:
                theirs[each.board] += each.number
            else:
                here[each.author][each.board] += each.number
        names = dict(Board.objects.filter(pk__in=theirs).values_list("pk", "name"))
        found = []
        for helper in self.helpers:
            boards = here[helper.member_id]
            number = sum(n for board, n in boards.items() if board in theirs)
            if helper.member_id in gone or number < FEWEST:
                continue
            best = [board for board, _n in boards.most_common() if board in theirs][:3]
            found.append(
                StandIn(helper, number, [names[board] for board in best if board in names])
            )
        return sorted(found, key=lambda each: -each.answers)[:MOST_STAND_INS]


def _with_roles(space: Space, people: Collection[int]) -> set[int]:
    """Those whose work this is: the company's people, evangelists and managers."""
    everywhere = RoleGrant.objects.in_force().filter(member__in=people)
    here = SpaceRole.objects.in_force().filter(space=space, member__in=people)
    return {*everywhere.values_list("member", flat=True), *here.values_list("member", flat=True)}
