"""The four figures. Executives read what was deflected, saved, brought and answered; evangelists no money and no leads."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.lens import Lens
from analytics.metrics import contacts, deflected, goals, leads, questions, saved
from analytics.metrics.base import NOT_ENOUGH, Figure
from analytics.metrics.saved import Saving
from analytics.overview.parts import Card, Reading, hidden_card
from analytics.showing import hides_askers
from analytics.wording import duration, money, price, share, span, whole


def cards(lens: Lens, *, in_full: bool = True) -> list[Card]:
    reading = Reading(lens)
    if in_full:
        saving = None if reading.hides_deflected(lens) else saved.saving(lens)
        return [
            _deflected(reading, saving),
            _saved(reading, saving),
            leads_card(reading),
            wait_card(reading),
        ]
    return [_deflected(reading, None), _contacts(reading), wait_card(reading), solved_card(reading)]


def _deflected(reading: Reading, saving: Saving | None) -> Card:
    metric, lens = deflected.METRIC, reading.lens
    if reading.hides_deflected(lens):
        return hidden_card(metric.name, metric.definition)
    stands = saving.stands if saving else deflected.stands(lens)
    found = stands.deflected
    total = found.total
    provisional = found.counts.confirmed - found.settled.confirmed
    figure = Figure(total.value, total.low, total.high, details={"stands": stands})
    said = ngettext(
        "%(n)s person said so themselves.", "%(n)s people said so themselves.", found.counts.confirmed
    ) % {"n": whole(found.counts.confirmed)}  # fmt: skip
    held = (
        _("%(n)s of these may still write to support: provisional.") % {"n": whole(provisional)}
        if provisional
        else ""
    )
    parts = [
        words
        for words, missing in (
            (_("who left the contact form"), found.effect is None and found.counts.implicit),
            (_("who only read"), found.share is None and found.counts.potential),
        )
        if missing
    ]
    left = (
        _("Of those %(who)s nothing is counted yet: not enough evidence.")
        % {"who": _(" and of those ").join(parts)}
        if parts
        else ""
    )
    rows = reverse("analytics:deflection_rows")
    return Card(
        metric.name, metric.definition, span(whole(total.low), whole(total.high)),
        _("%(value)s expected. %(said)s %(left)s") % {"value": whole(total.value), "said": said, "left": left},
        held,
        reading.trends(figure, metric.figure, more_is_good=True, hides=reading.hides_deflected),
        [
            (f"{rows}?grade=confirmed&{lens.query}", _("See the conversations")),
            (f"{reverse('analytics:deflection')}?{lens.query}", _("How it splits")),
        ],
    )  # fmt: skip


def _contacts(reading: Reading) -> Card:
    metric, lens = contacts.METRIC, reading.lens
    if reading.hides_contacts(lens):
        return hidden_card(metric.name, metric.definition)
    figure = metric.figure(lens)
    read = figure.details["after_reading"]
    words = (
        ngettext(
            "%(n)s of them had read an answer here first, and it was not enough.",
            "%(n)s of them had read an answer here first, and it was not enough.",
            read,
        )
        % {"n": whole(read)}
        if read >= 5 or lens.is_whole
        else ""
    )
    return Card(
        metric.name, metric.definition, whole(figure.value or 0), words, "",
        reading.trends(figure, metric.figure, more_is_good=False, hides=reading.hides_contacts, is_count=True),
        [(f"{reverse('analytics:contact_rows')}?{lens.query}", _("See the contacts"))],
    )  # fmt: skip


def _saved(reading: Reading, found: Saving | None) -> Card:
    """Net where the programme's cost is known, which is subtracted from the whole community's saving alone."""
    lens = reading.lens
    if reading.hides_deflected(lens):
        return hidden_card(saved.METRIC.name, saved.METRIC.definition)
    if found is None:
        return Card(
            saved.METRIC.name, saved.METRIC.definition, "–",
            _("Name what one support contact costs, and who says so."), "", [],
            [(reverse("analytics:assumptions"), _("Set the cost per contact"))],
        )  # fmt: skip
    currency, net = found.cost.currency, found.net
    metric = saved.NET if net else saved.METRIC
    shown = net or found.amount
    at = _("%(value)s expected, at %(cost)s a contact.") % {
        "value": money(shown.value, currency), "cost": price(found.cost.value, currency),
    }  # fmt: skip
    if net and found.programme and found.programme.amount:
        after = _("%(cost)s for the community itself is taken off.") % {
            "cost": money(found.programme.amount.value, currency)
        }
    else:
        after = (
            _("What the community itself costs is not named, so nothing is taken off.")
            if lens.is_whole
            else _(
                "What the community itself costs is not taken off: it is known for the whole alone."
            )
        )
    figure = Figure(
        float(shown.value), float(shown.low), float(shown.high), details={"saving": found}
    )
    return Card(
        metric.name, metric.definition, span(money(shown.low, currency), money(shown.high, currency)), at, after,
        reading.trends(figure, metric.figure, more_is_good=True, hides=reading.hides_deflected),
        [
            (f"{reverse('analytics:saving')}?{lens.query}", _("See how it is reckoned")),
            (f"{reverse('analytics:deflection_rows')}?grade=confirmed&{lens.query}", _("See the conversations")),
        ],
    )  # fmt: skip


def leads_card(reading: Reading) -> Card:
    metric, lens = goals.METRIC, reading.lens
    if not leads.is_told(lens):
        words = _("This answer was not given for sales to see, so leads are not narrowed by it.")
        return Card(metric.name, metric.definition, "–", words)
    figure = metric.figure(lens)
    number, worth = figure.details["number"], figure.details["worth"]
    words = _("sourced, %(n)s influenced. Goals reached: %(sourced)s by the one, %(influenced)s by the other.") % {
        "n": whole(number[goals.INFLUENCED]),
        "sourced": amounts(worth[goals.SOURCED]),
        "influenced": amounts(worth[goals.INFLUENCED]),
    }  # fmt: skip
    rows, reached = reverse("analytics:lead_rows"), reverse("analytics:goals")
    links = [(f"{rows}?came={goals.SOURCED}&{lens.query}", _("See who they are"))]
    if number[goals.INFLUENCED]:
        links.append((f"{rows}?came={goals.INFLUENCED}&{lens.query}", _("The influenced ones")))
    if figure.details["goals"][goals.INFLUENCED]:
        links.append((f"{reached}?came={goals.INFLUENCED}&{lens.query}", _("The goals")))
    return Card(
        metric.name, metric.definition, whole(number[goals.SOURCED]), words, _("The two overlap and are never added."),
        reading.trends(figure, metric.figure, more_is_good=True, is_count=True),
        links,
    )  # fmt: skip


def amounts(worth: dict[str, Decimal]) -> str:
    return _(" and ").join(money(value, currency) for currency, value in worth.items()) or _(
        "nothing"
    )  # type: ignore[arg-type]


def wait_card(reading: Reading) -> Card:
    metric, lens = questions.FIRST_RESPONSE, reading.lens
    if hides_askers(lens):
        return hidden_card(metric.name, metric.definition)
    figure, late = metric.figure(lens), questions.UNANSWERED.figure(lens)
    rows = reverse("analytics:question_rows")
    links = [(f"{rows}?{lens.query}", _("See the questions"))]
    if late.details["late_72"]:
        links.append(
            (f"{rows}?only=late&{lens.query}", _("Those without an answer for three days"))
        )
    asked = ngettext("%(n)s question was asked", "%(n)s questions were asked", figure.sample) % {
        "n": whole(figure.sample)
    }
    if figure.value is None and "p90" not in figure.details:
        words = _("%(asked)s: too few to say how long people wait.") % {"asked": asked}
        return Card(
            metric.name, metric.definition, str(NOT_ENOUGH).capitalize(), words, "", [], links
        )
    words = _("Half of the askers waited no longer, nine in ten no longer than %(late)s. %(open)s") % {
        "late": duration(figure.details["p90"].value), "open": _share_left(late),
    }  # fmt: skip
    between = _("95 %% interval %(low)s to %(high)s; %(asked)s.") % {
        "low": duration(figure.low),
        "high": duration(figure.high),
        "asked": asked,
    }
    return Card(
        metric.name, metric.definition, duration(figure.value), words, between,
        reading.trends(figure, metric.figure, more_is_good=False, hides=hides_askers),
        links,
    )  # fmt: skip


def _share_left(late: Figure) -> str:
    if late.value is None:
        return _("How many are left without an answer: %(words)s.") % {"words": NOT_ENOUGH}
    day = late.details.get("share_24")
    return _("After three days %(share)s had no answer (%(low)s–%(high)s), after one day %(day)s.") % {
        "share": share(late.value), "low": share(late.low or 0), "high": share(late.high or 0),
        "day": share(day.value) if day else NOT_ENOUGH,
    }  # fmt: skip


def solved_card(reading: Reading) -> Card:
    metric, lens = questions.SOLUTION_RATE, reading.lens
    if hides_askers(lens):
        return hidden_card(metric.name, metric.definition)
    figure = metric.figure(lens)
    links = [(f"{reverse('analytics:question_rows')}?only=solved&{lens.query}", _("See the solved ones"))]  # fmt: skip
    if figure.value is None:
        words = _("Too few questions to give a share.")
        return Card(metric.name, metric.definition, str(NOT_ENOUGH).capitalize(), words, "", [], links)  # fmt: skip
    between = _("95 %% interval %(low)s to %(high)s.") % {
        "low": share(figure.low or 0), "high": share(figure.high or 0),
    }  # fmt: skip
    words = _("%(solved)s of %(all)s questions have a solution.") % {
        "solved": whole(figure.details["solved"]), "all": whole(figure.sample),
    }  # fmt: skip
    return Card(
        metric.name, metric.definition, share(figure.value), words, between,
        reading.trends(figure, metric.figure, more_is_good=True, hides=hides_askers),
        links,
    )  # fmt: skip
