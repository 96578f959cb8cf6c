"""What the first page of Insights says: four figures, each in words, with its range and its trend."""

from dataclasses import dataclass

from django.db.models import Min, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.lens import Lens
from analytics.metrics import confirmed, contacts, leads, questions, saved
from analytics.metrics.base import NOT_ENOUGH, Definition, Figure, Metric
from analytics.models import PageCount, SupportIntent
from analytics.models.page_count import OPENED
from analytics.wording import (
    Trend,
    apart,
    differ,
    duration,
    money,
    price,
    share,
    span,
    trend,
    whole,
)
from forums.models import Topic
from support.models import Case


@dataclass(frozen=True, slots=True)
class Card:
    """A figure as the page shows it."""

    name: str
    definition: Definition
    number: str
    words: str
    range: str
    trend: Trend | None
    link: str
    link_words: str

    @property
    def is_number(self) -> bool:
        """Words instead of a figure are not set as large as one."""
        return any(letter.isdigit() for letter in self.number)


def cards(lens: Lens) -> list[Card]:
    known = known_since(lens)
    return [
        _confirmed(lens, known),
        _contacts(lens, known),
        _saved(lens, known),
        _wait(lens, known),
    ]


def known_since(lens: Lens) -> bool:
    """Whether the community was there for all of the period before, so that a comparison is fair."""
    first = [
        Topic.objects.aggregate(at=Min("created_at"))["at"],
        Case.objects.aggregate(at=Min("opened_at"))["at"],
    ]
    start = lens.before().start
    return any(at is not None and at <= start for at in first)


def _trend(metric: Metric, now: Figure, lens: Lens, known: bool, more_is_good: bool) -> Trend:
    if not known:
        return Trend(_("There is no period before to compare with."))
    before = metric.figure(lens.before())
    sure = (
        differ(_counted(now), _counted(before), lens.days, lens.before().days)
        if metric in (confirmed.METRIC, contacts.METRIC, saved.METRIC)
        else apart(now, before)
    )
    return trend(now, before, lens.period, more_is_good=more_is_good, is_sure=sure)


def _counted(figure: Figure) -> Figure:
    """The count a figure stands on: a saving's cost is the same in both periods, its deflections differ."""
    found = figure.details.get("saving")
    return found.confirmed if found else figure


def _confirmed(lens: Lens, known: bool) -> Card:
    metric = confirmed.METRIC
    figure = metric.figure(lens)
    provisional = figure.details["provisional"]
    accepted = ngettext(
        "%(n)s accepted an answer to their question",
        "%(n)s accepted an answer to their question",
        figure.details["by_answer"],
    ) % {"n": whole(figure.details["by_answer"])}
    pressed = _("%(n)s said so on the contact form.") % {"n": whole(figure.details["by_form"])}
    held = (
        ngettext(
            "%(n)s is provisional: its waiting window is still open.",
            "%(n)s are provisional: their waiting windows are still open.",
            provisional,
        )
        % {"n": whole(provisional)}
        if provisional
        else _("All of them are settled.")
    )
    return Card(
        metric.name, metric.definition, whole(figure.value or 0), f"{accepted}, {pressed}", held,
        _trend(metric, figure, lens, known, True),
        f"{reverse('analytics:deflection_rows')}?grade=confirmed&{lens.query}", _("See the conversations"),
    )  # fmt: skip


def _contacts(lens: Lens, known: bool) -> Card:
    metric = contacts.METRIC
    figure = metric.figure(lens)
    read = figure.details["after_reading"]
    words = (
        ngettext(
            "%(n)s of them had read an answer here first, and it was not enough.",
            "%(n)s of them had read an answer here first, and it was not enough.",
            read,
        )
        % {"n": whole(read)}
        if figure.value
        else _("Nobody had to write to support.")
    )
    return Card(
        metric.name, metric.definition, whole(figure.value or 0), words, "",
        _trend(metric, figure, lens, known, False),
        f"{reverse('analytics:contact_rows')}?{lens.query}", _("See the contacts"),
    )  # fmt: skip


def _saved(lens: Lens, known: bool) -> Card:
    metric = saved.METRIC
    link = f"{reverse('analytics:saving')}?{lens.query}"
    found = saved.saving(lens)
    if found is None:
        return Card(
            metric.name, metric.definition, "–",
            _("Name what one support contact costs, and who says so."), "", None,
            reverse("analytics:assumptions"), _("Set the cost per contact"),
        )  # fmt: skip
    currency = found.cost.currency
    words = _("Between the low and the high end; %(value)s is expected, at %(cost)s a contact.") % {
        "value": money(found.value, currency),
        "cost": price(found.cost.value, currency),
    }
    left = (
        _("People who read an answer and left count nothing yet: not enough evidence.")
        if found.effect is None
        else _("People who read an answer and left count in part.")
    )
    return Card(
        metric.name, metric.definition, span(money(found.low, currency), money(found.high, currency)), words, left,
        _trend(metric, metric.figure(lens), lens, known, True), link, _("See how it is reckoned"),
    )  # fmt: skip


def _wait(lens: Lens, known: bool) -> Card:
    metric = questions.FIRST_RESPONSE
    figure = metric.figure(lens)
    link = f"{reverse('analytics:question_rows')}?{lens.query}"
    asked = ngettext("%(n)s question was asked", "%(n)s questions were asked", figure.sample) % {
        "n": whole(figure.sample)
    }
    if figure.value is None and "p90" not in figure.details:
        words = _("%(asked)s: too few to say how long people wait.") % {"asked": asked}
        return Card(
            metric.name, metric.definition, str(NOT_ENOUGH).capitalize(), words, "", None, link, _("See the questions")
        )  # fmt: skip
    words = _("Half of the askers waited no longer, nine in ten no longer than %(late)s.") % {
        "late": duration(figure.details["p90"].value)
    }
    between = _(
        "95 %% interval %(low)s to %(high)s; %(asked)s, %(open)s of them without an answer so far."
    ) % {
        "low": duration(figure.low),
        "high": duration(figure.high),
        "asked": asked,
        "open": whole(figure.details["open"]),
    }
    return Card(
        metric.name, metric.definition, duration(figure.value), words, between,
        _trend(metric, figure, lens, known, False), link, _("See the questions"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """Smaller figures under the four."""

    solution: Figure
    solution_words: str
    leads: Figure
    sources: list[tuple[str, str, int]]
    consented_share: str
    """Of the pages read, how many by people who agreed to be measured."""


def beside(lens: Lens) -> Beside:
    solution = questions.SOLUTION_RATE.figure(lens)
    return Beside(
        solution=solution,
        solution_words=_share_words(solution),
        leads=leads.METRIC.figure(lens),
        sources=leads.by_source(lens),
        consented_share=consented_share(lens),
    )


def _share_words(figure: Figure) -> str:
    if figure.value is None or figure.low is None or figure.high is None:
        return str(NOT_ENOUGH).capitalize()
    return _("%(value)s (95 %% interval %(range)s)") % {
        "value": share(figure.value),
        "range": span(share(figure.low), share(figure.high)),
    }


def consented_share(lens: Lens) -> str:
    """Empty where no page was counted."""
    days = PageCount.objects.filter(day__gte=lens.first, day__lte=lens.last)
    days = days.exclude(kind__startswith=OPENED)
    counted = dict(days.values_list("consented").annotate(Sum("number")).order_by())
    everything = sum(counted.values())
    return share(counted.get(True, 0) / everything) if everything else ""


def has_anything() -> bool:
    return SupportIntent.objects.exists() or Case.objects.exists()
