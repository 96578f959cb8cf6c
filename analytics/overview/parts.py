"""What a figure on the first page is made of, and how it is set beside other periods."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Min
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from analytics.deflection.estimate import Deflected
from analytics.lens import Lens
from analytics.masking import SUM
from analytics.metrics.base import Definition, Figure
from analytics.models import Grade
from analytics.showing import HIDDEN, Showing
from analytics.wording import Trend, a_year_before, apart, differ, the_period_before, trend
from forums.models import Topic
from support.models import Case

DEFLECTING = (Grade.CONFIRMED, Grade.IMPLICIT, Grade.POTENTIAL)


@dataclass(frozen=True, slots=True)
class Card:
    """A figure as the page shows it. Without `link` there is nothing to open."""

    name: str
    definition: Definition
    number: str
    words: str
    range: str = ""
    trends: list[Trend] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Addresses with their words."""

    @property
    def is_number(self) -> bool:
        """Words instead of a figure are not set as large as one."""
        return self.number != _hidden() and any(letter.isdigit() for letter in self.number)


def _hidden() -> str:
    return str(HIDDEN).capitalize()


def hidden_card(name: str, definition: Definition) -> Card:
    return Card(name, definition, _hidden(), _("Choose a longer period or a wider place."))


class Reading:
    """One reading of the page: the lens, what may be shown of it, and since when there is something to compare."""

    def __init__(self, lens: Lens) -> None:
        self.lens = lens
        self.intents, self.contacts = Showing("intents"), Showing("contacts")

    @cached_property
    def begun_at(self) -> datetime | None:
        """When the community, or its record of contacts, began."""
        first = [
            Topic.objects.aggregate(at=Min("created_at"))["at"],
            Case.objects.aggregate(at=Min("opened_at"))["at"],
        ]
        return min((at for at in first if at), default=None)

    def knows(self, lens: Lens) -> bool:
        """Whether the community was there for all of a period, so that a comparison is fair."""
        return self.begun_at is not None and self.begun_at <= lens.start

    def hides_deflected(self, lens: Lens) -> bool:
        """An estimate is shown where each of the numbers in it may be."""
        return any(self.intents.hides(lens, grade) for grade in (*DEFLECTING, SUM))

    def hides_contacts(self, lens: Lens) -> bool:
        return self.contacts.hides(lens)

    def trends(
        self,
        now: Figure,
        figure: Callable[[Lens], Figure],
        *,
        more_is_good: bool,
        hides: Callable[[Lens], bool] = lambda lens: False,
        is_count: bool = False,
    ) -> list[Trend]:
        """Against the period before, and against the same of last year."""
        lens = self.lens
        others = (
            (lens.before(), the_period_before(lens.period)),
            (lens.year_before(), a_year_before(lens.period)),
        )
        found = []
        for other, name in others:
            if not self.knows(other):
                found.append(Trend(_("Nothing is known of %(before)s.") % {"before": name}))
            elif hides(other):
                found.append(
                    Trend(_("Too few people in %(before)s to compare.") % {"before": name})
                )
            else:
                then = figure(other)
                sure = (
                    differ(now, then, lens.days, other.days)
                    if is_count
                    else _are_apart(now, then, lens.days, other.days)
                )
                found.append(trend(now, then, name, more_is_good=more_is_good, is_sure=sure))
        return found


def _are_apart(now: Figure, then: Figure, days: int, days_then: int) -> bool:
    """Whether two estimates surely differ. One that stands on contacts that were not needed does when these do, and the
    wishes counted, too: a count has no interval of its own, and a cost's range is the same in both periods."""
    found, before = _stands(now), _stands(then)
    if found is None or before is None:
        return apart(now, then)
    return apart(_total(found), _total(before)) and differ(
        _wishes(found), _wishes(before), days, days_then
    )


def _stands(figure: Figure) -> Deflected | None:
    """The estimate of contacts a figure stands on; None where it stands on none."""
    saving = figure.details.get("saving")
    stands = saving.stands if saving else figure.details.get("stands")
    return stands.deflected if stands else None


def _total(found: Deflected) -> Figure:
    return Figure(found.total.value, found.total.low, found.total.high)


def _wishes(found: Deflected) -> Figure:
    counts = found.counts
    return Figure(counts.confirmed + counts.implicit + counts.potential)
