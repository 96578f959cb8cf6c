from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from analytics import store
from analytics.deflection.answers import Answers, answers
from analytics.deflection.estimate import Counts, Deflected
from analytics.lens import Lens
from analytics.metrics import confirmed, effect
from analytics.metrics.base import LEFT_OUT, Definition, Figure, Metric
from analytics.metrics.effect import Groups
from analytics.models import Grade


@dataclass(frozen=True, slots=True)
class Stands:
    """The estimate with the rows it stands on."""

    deflected: Deflected
    groups: Groups
    answers: Answers


def counted(lens: Lens) -> tuple[Counts, Counts]:
    """By grade: all of the period, and of them those whose waiting window has closed."""
    everything, held = store.counts("intents", lens, "kind"), confirmed.provisional(lens)
    grades = (Grade.CONFIRMED, Grade.IMPLICIT, Grade.POTENTIAL)
    return (
        Counts(*(everything[grade] for grade in grades)),
        Counts(*(everything[grade] - held[grade] for grade in grades)),
    )


def stands(lens: Lens) -> Stands:
    """The wishes of the period, and the experiment and the survey of the year up to its end: a fixed number of queries."""
    counts, settled = counted(lens)
    groups, said = effect.groups(lens), answers(lens)
    return Stands(Deflected(counts, settled, groups.effect(), said.share()), groups, said)


def figure(lens: Lens) -> Figure:
    found = stands(lens)
    total, counts = found.deflected.total, found.deflected.counts
    sample = counts.confirmed + counts.implicit + counts.potential
    return Figure(total.value, total.low, total.high, sample, {"stands": found})


METRIC = Metric(
    name="deflected",
    definition=Definition(
        title=_("Contacts that were not needed"),
        unit=_("support contacts, estimated"),
        counts=_(
            "confirmed deflections + implicit ones × effect + potential ones × survey share. Implicit: somebody began to "
            "write to support, read an answer and left without sending; the effect is what the answers on the form prevent. "
            "Potential: a solved conversation or a help article was read and nothing else is known; the survey share is the "
            "share of surveyed readers who found what they needed, times the share of those who would have written to "
            "support otherwise. Page views are never multiplied by a fixed number"
        ),
        of=_(
            "wishes for help that began in the period; the effect and the survey share are those of one year up to its end"
        ),
        leaves_out=LEFT_OUT,
        uncertainty=_(
            "95 % interval: Newcombe's for the effect, bootstrap over surveyed readers for the survey share (2,000 resamples, "
            "fixed seed), put together by Zou and Donner 2008. The low end leaves out what is provisional. While the effect "
            "or the survey has fewer than 30 in a group, its part counts nothing"
        ),
        source=_("support intents, enquiries on the contact form, and the survey of readers"),
    ),
    figure=figure,
)
