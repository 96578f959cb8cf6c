"""On how many people a space hangs: the absence factor (CHAOSS), of those who answer questions."""

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

from django.db.models import Count, F, QuerySet
from django.utils.translation import gettext_lazy as _

from analytics.lens import Lens
from analytics.metrics.base import MINIMUM_SAMPLE, Definition, Figure, Metric
from analytics.metrics.health.writing import place, posts, whole
from analytics.statistics import kept
from forums.models import Post, Topic

SEED = 20091123
RESAMPLES, FEWEST_RESAMPLES, DRAWN_AT_MOST = 2000, 200, 400_000
"""Times all answers are drawn again: fewer where very many people answer, whose shares hardly vary."""
HALF = 0.5


def rows(lens: Lens) -> QuerySet[Post]:
    """Answers: posts in questions by others than the asker, the company's people included: their leave is felt, too."""
    found = posts(lens).filter(topic__kind=Topic.Kind.QUESTION).exclude(number=1)
    return found.exclude(author=F("topic__author"))


def factor(answers: Sequence[int]) -> int:
    """The fewest people who together gave half of the answers; 0 where there are none."""
    total, made = sum(answers), 0
    for people, number in enumerate(sorted(answers, reverse=True), start=1):
        made += number
        if made >= HALF * total:
            return people if total else 0
    return 0


@lru_cache(1024)
def interval(answers: tuple[int, ...]) -> tuple[int, int]:
    """95 % by bootstrap: as many answers drawn again, each by one of these people with the share they have now.

    B. Efron and R. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13 (percentiles), with a fixed seed.
    """
    numpy = kept.numpy()
    total = sum(answers)
    times = max(FEWEST_RESAMPLES, min(RESAMPLES, DRAWN_AT_MOST // len(answers)))
    draw = numpy.random.default_rng(SEED)
    drawn = draw.multinomial(total, numpy.array(answers, dtype=float) / total, size=times)
    made = numpy.cumsum(-numpy.sort(-drawn, axis=1), axis=1)
    factors = (made < HALF * total).sum(axis=1) + 1
    low, high = numpy.percentile(factors, [2.5, 97.5], method="closest_observation")
    return int(low), int(high)


def of(answers: Sequence[int]) -> Figure:
    total = sum(answers)
    details = {"people": len(answers), "answers": total, "most": max(answers, default=0)}
    if total < MINIMUM_SAMPLE:
        return Figure(None, sample=total, details=details)
    value = factor(answers)
    low, high = interval(tuple(sorted(answers, reverse=True)))
    return Figure(value, min(low, value), max(high, value), total, details)


def counted(lens: Lens, is_by_space: bool) -> dict[int, Figure]:
    found = rows(lens).annotate(place=place(is_by_space=is_by_space))
    by_person: dict[int, list[int]] = defaultdict(list)
    for where, _author, number in (
        found.values_list("place", "author").annotate(n=Count("pk")).order_by()
    ):
        by_person[where].append(number)
    return {where: of(numbers) for where, numbers in by_person.items()}


def by_space(lens: Lens) -> dict[int, Figure]:
    return counted(lens, True)


def figure(lens: Lens) -> Figure:
    return whole(lens, counted)


METRIC = Metric(
    name="absence_factor",
    definition=Definition(
        title=_("On how many people it hangs"),
        unit=_("people (absence factor)"),
        counts=_(
            "the fewest people who together gave half of the answers: if they were away, half of the answers would be, too (CHAOSS, Contributor Absence Factor)"
        ),
        of=_("answers of the period: posts in questions by others than the asker, whoever wrote them"),
        leaves_out=_("hidden and deleted conversations, and imported authors who never signed in"),
        uncertainty=_(
            "95 % interval by bootstrap over answers (Efron and Tibshirani 1993, percentiles, fixed seed); none below 30 answers"
        ),
        source=_("answers that can be seen"),
    ),
    figure=figure,
    rows=rows,
)  # fmt: skip
