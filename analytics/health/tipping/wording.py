"""What was found about a space's size, in plain sentences and as a picture."""

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.drawing import Drawing, Mark, Point, Series, lines
from analytics.health.tipping.course import FEWEST_WEEKS, Course
from analytics.statistics.proportions import Interval
from analytics.wording import share, whole

BINS = 12
TEN = 10
"""Slopes are told for ten members more."""


def sentence(course: Course) -> str:
    """The finding; "not enough evidence yet" where it cannot be told."""
    if course.made_at is None:
        return _("Nobody has looked at this space yet. It is looked at every Monday, or now if you ask for it.")  # fmt: skip
    if not course.is_enough:
        return ngettext(
            "Not enough evidence yet: %(n)d week is known in which five members or more wrote here, %(least)d are needed.",
            "Not enough evidence yet: %(n)d weeks are known in which five members or more wrote here, %(least)d are needed.",
            len(course.counted),
        ) % {"n": len(course.counted), "least": FEWEST_WEEKS}
    if course.lines is None:
        return _("Not enough evidence yet: the space was of much the same size all the time, so that nothing can be said of larger ones.")  # fmt: skip
    numbers = {"turn": whole(course.lines.turn), "now": whole(course.size_now)}
    if course.is_past:
        return (
            _(
                "The more members write here, the less each gets of the others: up to some %(turn)s members a week it rose, beyond that it "
                "falls. %(now)s write here at present."
            )
            % numbers
        )
    if course.mondays:
        return (
            _(
                "It may be past its turn: beyond some %(turn)s members a week each gets less of the others, and %(now)s write here at "
                "present. That is told for sure when it is found for a quarter of a year running."
            )
            % numbers
        )
    if course.lines.has_turned:
        return (
            _(
                "Beyond some %(turn)s members a week each got less of the others. %(now)s write here at present, so there is nothing to be "
                "done."
            )
            % numbers
        )
    return (
        _(
            "No tipping point in sight: nothing shows for sure that members get less of one another as more write here. "
            "%(now)s do at present."
        )
        % numbers
    )


def slope(found: Interval) -> str:
    """Of a line, for ten members more, with its interval."""
    return _("%(value)s (%(low)s to %(high)s)") % {
        name: signed(getattr(found, name) * TEN) for name in ("value", "low", "high")
    }


def signed(value: float) -> str:
    number = formats.number_format(abs(value), 2)
    return f"−{number}" if value < 0 else f"+{number}"  # noqa: RUF001 (a minus sign, as in print)


def picture(course: Course) -> Drawing | None:
    """Value by size: weeks of like size together, and the two lines through them."""
    points = sorted(
        zip(course.counted, course.lines.fitted if course.lines else (), strict=False),
        key=lambda each: (each[0].people, each[0].first),
    )
    if not points or course.lines is None:
        return None
    bins = min(BINS, len(points))
    cut = [len(points) * at // bins for at in range(bins + 1)]
    real, fitted, turn = [], [], 0
    for start, end in zip(cut, cut[1:], strict=False):
        some = points[start:end]
        low, high = some[0][0].people, some[-1][0].people
        label = whole(low) if low == high else f"{whole(low)}–{whole(high)}"  # noqa: RUF001
        value = sum(week.value for week, _line in some) / len(some)
        weeks = ngettext("%(n)d week", "%(n)d weeks", len(some)) % {"n": len(some)}
        words = _("%(members)s members: %(value)s, in %(weeks)s") % {
            "members": label, "value": written(value), "weeks": weeks,
        }  # fmt: skip
        real.append(Point(label, value, words=words))
        fitted.append(Point(label, sum(line for _week, line in some) / len(some)))
        turn += low <= course.lines.turn
    marks = [Mark(max(turn - 1, 0), str(_("It turns")))] if course.lines.has_turned else []
    series = [
        Series(str(_("A member")), real),
        Series(str(_("Two lines")), fitted, "other", is_dashed=True),
    ]
    title = _("Answers and replies a member and week, by how many wrote")
    return lines(str(title), series, label_name=str(_("Members")), marks=marks, written=written)


def written(value: float) -> str:
    return formats.number_format(value, 2)


def cleanness(evidence: dict[str, float]) -> str:
    """How well the parts hang together, of a split that was worked out."""
    replies = evidence.get("replies", 0)
    if not replies:
        return _("In the last half year nobody replied to anybody here.")
    return _(
        "%(inside)s of %(replies)s replies of the last half year went from one member of a part to another of the same. Modularity: %(found)s; "
        "where replies are dealt out by chance, %(chance)s at most."
    ) % {
        "inside": share(evidence.get("inside", 0) / replies),
        "replies": whole(replies),
        "found": formats.number_format(evidence.get("modularity", 0), 2),
        "chance": formats.number_format(evidence.get("by_chance", 0), 2),
    }
