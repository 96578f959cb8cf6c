"""What changed, and where: the places and contents whose numbers moved most against the other period."""

from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Abs
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Viewer
from analytics.lens import YEAR, Lens
from analytics.masking import is_small
from analytics.metrics.base import Figure
from analytics.models import Grade, SupportIntent
from analytics.queries import Conversation, masked, visible_topics
from analytics.showing import Showing
from analytics.wording import Trend, a_year_before, differ, the_period_before, trend
from content.models import Article
from spaces.models import Space

MOST = 3
LOOKED_AT = 40
GRADES = (Grade.CONFIRMED, Grade.FAILED)


@dataclass(frozen=True, slots=True)
class Mover:
    """Something whose number moved. `by`: space, topic or article."""

    by: str
    grade: Grade
    about: Conversation
    now: int
    before: int
    trend: Trend
    link: str
    where: list["Mover"] = field(default_factory=list)
    """In a space: the conversations and articles that moved it."""

    @property
    def change(self) -> int:
        return self.now - self.before


def movers(lens: Lens, viewer: Viewer, showing: Showing) -> list[Mover]:
    """The largest first, at most three of each kind; numbers of fewer than five people move nothing here."""
    shown = [
        grade
        for grade in GRADES
        if not showing.hides(lens, grade) and not showing.hides(lens.compared(), grade)
    ]
    contents = _contents(lens, viewer, shown)
    spaces = [] if lens.space or lens.board else _spaces(lens, showing, contents)
    told = {id(each) for space in spaces for each in space.where}
    rest = [mover for _space, mover in contents if id(mover) not in told]
    topics = [mover for mover in rest if mover.by == "topic"][:MOST]
    return [*spaces, *topics, *[mover for mover in rest if mover.by == "article"][:MOST]]


def _spaces(lens: Lens, showing: Showing, contents: list[tuple[int, Mover]]) -> list[Mover]:
    now, before = showing.table(lens, "space"), showing.table(lens.compared(), "space")
    names = dict(Space.objects.values_list("pk", "name"))
    found = []
    for place in [pk for pk in names if pk in {*now.places, *before.places}]:
        for grade in GRADES:
            pair = now.number(place, grade), before.number(place, grade)
            if None in pair or pair[0] == pair[1] or _is_hidden(lens, showing, place, grade):
                continue
            rest = f"space={place}&{lens.without('space').query}"
            query = f"{reverse('analytics:deflection')}?{rest}"
            link = f"{reverse('analytics:deflection_rows')}?grade={grade}&{rest}"
            where = [m for space, m in contents if space == place and m.grade == grade][:MOST]
            found.append(_mover("space", grade, Conversation(names[place], query), pair, lens, link, where))  # type: ignore[arg-type]  # fmt: skip
    return sorted(found, key=lambda mover: (-abs(mover.change), mover.about.title))[:MOST]


def _is_hidden(lens: Lens, showing: Showing, place: int, grade: Grade) -> bool:
    """As the page is that is narrowed to the space besides."""
    both = (lens, lens.compared())
    return not lens.is_whole and any(
        showing.hides(replace(each, space=place), grade) for each in both
    )


def _contents(lens: Lens, viewer: Viewer, grades: list[Grade]) -> list[tuple[int, Mover]]:
    """With their spaces: what was decided by one conversation or article, in both periods, in one query."""
    other = lens.compared()
    is_now = Q(opened_at__gte=lens.start, opened_at__lt=lens.end)
    is_then = Q(opened_at__gte=other.start, opened_at__lt=other.end)
    both = lens.of_intents(SupportIntent.objects.filter(is_now | is_then, grade__in=grades))
    counted = (
        both.exclude(topic=None, article=None).values("topic", "article", "space", "grade")
        .annotate(now=Count("pk", filter=is_now), then=Count("pk", filter=is_then))
        .annotate(change=Abs(F("now") - F("then"))).filter(change__gte=5)
        .order_by("-change", "topic", "article", "grade")[:LOOKED_AT]
    )  # fmt: skip
    rows: list[dict[str, Any]] = list(counted)  # type: ignore[arg-type]
    people = _people(both, rows, is_now, is_then)
    topics = visible_topics(viewer, {row["topic"] for row in rows if row["topic"]})
    seen = Article.objects.visible_to(viewer).filter(pk__in={row["article"] for row in rows})
    articles = {each.pk: Conversation(each.title, each.get_absolute_url()) for each in seen}
    found = []
    for row in rows:
        if any(is_small(n) for n in people.get((row["topic"], row["article"], row["grade"]), (0,))):
            continue
        by = "topic" if row["topic"] else "article"
        about = topics.get(row["topic"]) or articles.get(row["article"]) or masked()
        query = f"grade={row['grade']}&about={by}:{row[by]}&{lens.query}"
        link = f"{reverse('analytics:deflection_rows')}?{query}"
        pair = row["now"], row["then"]
        found.append((row["space"] or 0, _mover(by, Grade(row["grade"]), about, pair, lens, link)))
    return found


def _people(both: object, rows: list[dict], is_now: Q, is_then: Q) -> dict[tuple, tuple[int, int]]:
    """How many people stand behind each number of these rows, in both periods."""
    some = Q(topic__in={row["topic"] for row in rows if row["topic"]}) | Q(
        article__in={row["article"] for row in rows if row["article"]}
    )
    counted = both.filter(some).values("topic", "article", "grade").annotate(  # type: ignore[attr-defined]
        now=Count("key", distinct=True, filter=is_now),
        then=Count("key", distinct=True, filter=is_then),
    ) if rows else []  # fmt: skip
    return {
        (row["topic"], row["article"], row["grade"]): (row["now"], row["then"]) for row in counted
    }


def _mover(
    by: str,
    grade: Grade,
    about: Conversation,
    pair: tuple[int, int],
    lens: Lens,
    link: str,
    where: list[Mover] | None = None,
) -> Mover:
    now, before = (Figure(number, number, number) for number in pair)
    name = a_year_before(lens.period) if lens.compare == YEAR else the_period_before(lens.period)
    sure = differ(now, before, lens.days, lens.compared().days)
    good = grade == Grade.CONFIRMED
    said = trend(now, before, name, more_is_good=good, is_sure=sure)
    return Mover(by, grade, about, pair[0], pair[1], said, link if pair[0] else "", where or [])


def words_of(grade: Grade) -> str:
    return _("solved without support") if grade == Grade.CONFIRMED else _("needed support")
