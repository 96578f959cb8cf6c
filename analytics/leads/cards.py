"""The figures at the head of the page of leads."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.leads.choice import Choice
from analytics.lens import Lens
from analytics.metrics import dwell, stalls
from analytics.metrics.base import NOT_ENOUGH
from analytics.overview.cards import leads_card
from analytics.overview.parts import Card, Reading
from analytics.wording import duration, whole


def cards(lens: Lens) -> list[Card]:
    reading = Reading(lens)
    return [leads_card(reading), _dwell(reading), _stalls(reading)]


def _dwell(reading: Reading) -> Card:
    metric, lens = dwell.METRIC, reading.lens
    figure = metric.figure(lens)
    bought = figure.details["over"]
    seen = ngettext("%(n)s lead was first seen", "%(n)s leads were first seen", figure.sample) % {
        "n": whole(figure.sample)
    }
    words = _("%(seen)s; %(bought)s of them reached a goal so far.") % {
        "seen": seen, "bought": whole(bought),
    }  # fmt: skip
    links = [
        (f"{reverse('analytics:lead_rows')}?{Choice(reached='action').query}{lens.query}", _("Those who reached a goal"))
    ] if bought else []  # fmt: skip
    if figure.value is None:
        number = str(NOT_ENOUGH).capitalize() if figure.sample < 30 else _("More than half are on their way")  # fmt: skip
        return Card(metric.name, metric.definition, number, words, "", [], links)
    between = _("95 %% interval %(low)s to %(high)s.") % {
        "low": duration(figure.low), "high": duration(figure.high),
    }  # fmt: skip
    trends = reading.trends(figure, metric.figure, more_is_good=False)
    return Card(metric.name, metric.definition, duration(figure.value), words, between, trends, links)  # fmt: skip


def _stalls(reading: Reading) -> Card:
    metric, lens = stalls.METRIC, reading.lens
    figure = metric.figure(lens)
    words = _("No goal, and no step for 30 days. What they said or read last is the place to begin.")  # fmt: skip
    trends = reading.trends(figure, metric.figure, more_is_good=False, is_count=True)
    links = [(f"{reverse('analytics:lead_stalls')}?{lens.query}", _("Where they stopped"))]
    return Card(metric.name, metric.definition, whole(figure.value or 0), words, "", trends, links if figure.value else [])  # fmt: skip
