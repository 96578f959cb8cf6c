"""What surveyed readers said, and the share that follows from it."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from analytics.lens import Lens
from analytics.models import SurveyAnswer
from analytics.once import once
from analytics.statistics.bootstrap import survey_share
from analytics.statistics.proportions import Interval

LOOKS_BACK = timedelta(days=365)
MINIMUM_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Answers:
    """How surveyed readers answered; `left_open` found it and left the second question out."""

    asked: int = 0
    missed: int = 0
    would: int = 0
    would_not: int = 0
    left_open: int = 0

    @property
    def answered(self) -> int:
        return self.missed + self.found

    @property
    def found(self) -> int:
        return self.would + self.would_not + self.left_open

    @property
    def said(self) -> int:
        """Those who found it and answered the second question as well."""
        return self.would + self.would_not

    @property
    def is_enough(self) -> bool:
        return min(self.answered, self.said) >= MINIMUM_SAMPLE

    def share(self) -> Interval | None:
        """p(found) x p(would have contacted support); None below thirty of either."""
        if not self.is_enough:
            return None
        return survey_share(self.missed, self.would, self.would_not, self.left_open)


def rows(lens: Lens) -> QuerySet[SurveyAnswer]:
    """Those asked in the year up to the period's end, whose consent holds."""
    end = min(lens.end, timezone.now())
    return SurveyAnswer.objects.consented().filter(asked_at__gte=end - LOOKS_BACK, asked_at__lt=end)


def answers(lens: Lens) -> Answers:
    read = partial(
        rows(lens).aggregate,
        asked=Count("pk"),
        missed=Count("pk", filter=Q(found=False)),
        would=Count("pk", filter=Q(found=True, would_have_contacted=True)),
        would_not=Count("pk", filter=Q(found=True, would_have_contacted=False)),
        left_open=Count("pk", filter=Q(found=True, would_have_contacted=None)),
    )
    return Answers(**once(("answers", lens.period), read))
