"""The parts of a space's health in words, each with its range, its trend and its rows."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics.base import NOT_ENOUGH, Figure, Metric
from analytics.metrics.health import (
    absence,
    company,
    contributors,
    newcomers,
    reciprocity,
    right_alarms,
    stickiness,
)
from analytics.overview.cards import wait_card
from analytics.overview.parts import Card, Reading, hidden_card
from analytics.wording import share, whole
from spaces.models import Space


def cards(lens: Lens, space: Space) -> list[Card]:
    reading = Reading(lens)
    return [
        _contributors(reading, space),
        _stickiness(reading),
        _newcomers(reading, space),
        _reciprocity(reading, space),
        wait_card(reading),
        _company(reading, space),
        _absence(reading, space),
    ]


def _rows(space: Space, lens: Lens, only: str) -> str:
    page = reverse("analytics:health_posts", args=[space.slug])
    return f"{page}?only={only}&{lens.period.query}"


def _is_few(lens: Lens) -> bool:
    return contributors.hides(contributors.figure(lens))


def _contributors(reading: Reading, space: Space) -> Card:
    metric, figure = contributors.METRIC, contributors.figure(reading.lens)
    if contributors.hides(figure):
        return hidden_card(metric.name, metric.definition)
    links = [(_rows(space, reading.lens, "contributors"), _("Read what they wrote last"))]
    return Card(
        metric.name, metric.definition, whole(figure.value or 0),
        _("wrote in the last thirty days of the period."), "",
        reading.trends(figure, metric.figure, more_is_good=True, hides=_is_few, is_count=True),
        links if figure.value else [],
    )  # fmt: skip


def _stickiness(reading: Reading) -> Card:
    metric, figure = stickiness.METRIC, stickiness.figure(reading.lens)
    people, days = figure.details.get("people", 0), figure.details.get("days", 0)
    if figure.value is None:
        return _too_few(metric, _("Too few people in the month to give a share."))
    words = _("On an average day %(day)s of the %(month)s people of the month were there.") % {
        "day": whole(days / stickiness.DAYS), "month": whole(people),
    }  # fmt: skip
    return Card(
        metric.name, metric.definition, share(figure.value), words, "",
        _trends(reading, metric, figure), [("#by-day", _("See the days"))],
    )  # fmt: skip


def _newcomers(reading: Reading, space: Space) -> Card:
    metric, figure = newcomers.METRIC, newcomers.figure(reading.lens)
    new, back = figure.details.get("newcomers", 0), figure.details.get("returned", 0)
    if newcomers.hides(figure):
        return hidden_card(metric.name, metric.definition)
    links = [(_rows(space, reading.lens, "newcomers"), _("Read their first posts"))] if new else []
    if back:
        links.append((_rows(space, reading.lens, "returned"), _("Those who came back")))
    if figure.value is None:
        words = ngettext("%(n)s newcomer: too few to give a share.", "%(n)s newcomers: too few to give a share.", new)  # fmt: skip
        return _too_few(metric, words % {"n": whole(new)}, links)
    words = _("%(back)s of %(new)s newcomers wrote again within thirty days.") % {
        "back": whole(back), "new": whole(new),
    }  # fmt: skip
    return Card(
        metric.name, metric.definition, share(figure.value), words, _range(figure),
        _trends(reading, metric, figure, hides=lambda lens: newcomers.hides(newcomers.figure(lens))), links,
    )  # fmt: skip


def _reciprocity(reading: Reading, space: Space) -> Card:
    metric, figure = reciprocity.METRIC, reciprocity.figure(reading.lens)
    pairs, mutual = figure.details.get("pairs", 0), figure.details.get("mutual", 0)
    if figure.value is None:
        return _too_few(metric, _("Too few pairs of members wrote to each other."))
    if reciprocity.hides(figure):
        return hidden_card(metric.name, metric.definition)
    links = [(_rows(space, reading.lens, "mutual"), _("Read their replies"))] if mutual else []
    words = _("%(mutual)s of %(pairs)s pairs of members wrote to each other, not only one to the other.") % {
        "mutual": whole(mutual), "pairs": whole(pairs),
    }  # fmt: skip
    return Card(
        metric.name, metric.definition, share(figure.value), words, _range(figure),
        _trends(reading, metric, figure, hides=lambda lens: reciprocity.hides(reciprocity.figure(lens))), links,
    )  # fmt: skip


def _company(reading: Reading, space: Space) -> Card:
    metric, figure = company.METRIC, company.figure(reading.lens)
    ours = figure.details.get("ours", 0)
    links = [(_rows(space, reading.lens, "company"), _("Read what the company wrote"))] if ours else []  # fmt: skip
    if figure.value is None:
        return _too_few(metric, _("Too few posts in the month to give a share."), links)
    words = _("%(ours)s of %(all)s posts of the last thirty days.") % {
        "ours": whole(ours), "all": whole(figure.sample),
    }  # fmt: skip
    trends = _trends(reading, metric, figure, more_is_good=False)
    return Card(metric.name, metric.definition, share(figure.value), words, "", trends, links)


def _absence(reading: Reading, space: Space) -> Card:
    metric, figure = absence.METRIC, absence.figure(reading.lens)
    if figure.value is None:
        return _too_few(metric, _("Too few answers to say."))
    page = reverse("analytics:health_absence", args=[space.slug])
    links = [
        (f"{page}?{reading.lens.period.query}", _("What if one of them leaves?")),
        (_rows(space, reading.lens, "answers"), _("Read the answers")),
    ]
    who = (
        _("One person gave half of the answers.")
        if figure.value == 1
        else _("%(n)s people gave half of the answers.") % {"n": whole(figure.value)}
    )
    people = figure.details["people"]
    among = _("fewer than 5 people") if is_small(people) else _("%(n)s people") % {"n": whole(people)}  # fmt: skip
    words = _("%(who)s There were %(answers)s answers by %(among)s.") % {
        "who": who, "answers": whole(figure.sample), "among": among,
    }  # fmt: skip
    between = (
        _("95 %% interval %(low)s to %(high)s.")
        % {"low": whole(figure.low or 0), "high": whole(figure.high or 0)}
        if figure.low != figure.high
        else _("That is sure: drawn again, the answers say the same 95 times in a hundred.")
    )
    trends = _trends(reading, metric, figure)
    return Card(metric.name, metric.definition, whole(figure.value), words, between, trends, links)


def right_card(lens: Lens) -> Card:
    """Whether the house's alarms can be trusted."""
    metric, figure = right_alarms.METRIC, right_alarms.figure(lens)
    details = figure.details
    page = reverse("analytics:alarms")
    links = [
        (f"{page}?only={only}&{lens.period.query}", words)
        for only, words in (("right", _("The right ones")), ("wrong", _("The wrong ones")), ("ungraded", _("Those nobody graded")))
    ]  # fmt: skip
    said = _("Of %(raised)s alarms %(graded)s were graded, %(right)s of them right.") % {
        "raised": whole(details["raised"]), "graded": whole(details["graded"]), "right": whole(details["right"]),
    }  # fmt: skip
    if figure.value is None:
        return _too_few(metric, said, links)
    return Card(
        metric.name, metric.definition, share(figure.value), said, _range(figure), [], links
    )


def _too_few(metric: Metric, words: str, links: list[tuple[str, str]] | None = None) -> Card:
    return Card(
        metric.name, metric.definition, str(NOT_ENOUGH).capitalize(), words, "", [], links or []
    )


def _range(figure: Figure) -> str:
    return _("95 %% interval %(low)s to %(high)s.") % {
        "low": share(figure.low or 0), "high": share(figure.high or 0),
    }  # fmt: skip


def _trends(
    reading: Reading,
    metric: Metric,
    figure: Figure,
    *,
    more_is_good: bool = True,
    hides: Callable[[Lens], bool] = lambda lens: False,
) -> list:
    return reading.trends(figure, metric.figure, more_is_good=more_is_good, hides=hides)
