from typing import Any

from django.db.models import Count, Q

from analytics import handled
from analytics.health.showing import standing_alarms
from analytics.lens import Lens
from analytics.masking import is_small
from analytics.metrics import questions
from analytics.overview.cards import solved_card, wait_card
from analytics.overview.parts import Reading
from analytics.rules import spaces_of_work
from analytics.views.base import ForWorkers, InsightsPage
from spaces.models import Space


class WorkView(ForWorkers, InsightsPage):
    """How questions are answered: for those who do the work, where they do it."""

    template_name = "analytics/work/page.html"
    section = "work"

    def spaces_seen(self) -> frozenset[int] | None:
        return spaces_of_work(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reading = Reading(self.lens)
        return super().get_context_data(
            cards=[wait_card(reading), solved_card(reading)],
            alarms=standing_alarms(self.request.user, self.spaces_seen()),
            lines=by_space(self.lens),
            definition=questions.UNANSWERED.definition,
            handled=handled.cards(reading) if self.lens.segment is None else [],
            handled_lines=handled.lines(self.lens) if self.lens.segment is None else [],
            handled_kinds=handled.NAMES.items(),
            **kwargs,
        )


def by_space(lens: Lens) -> list[dict[str, Any]]:
    """Questions are said in public, so no number of them is left out, but who is of a segment is not: where few of it asked
    in a space, no space is told apart. Two queries."""
    counted = (
        questions.rows(lens).values("space")
        .annotate(
            asked=Count("pk", distinct=True),
            people=Count("author", distinct=True),
            solved=Count("pk", distinct=True, filter=Q(solved_at__isnull=False)),
            unanswered=Count("pk", distinct=True, filter=Q(answered_at=None)),
        )
        .order_by("-asked", "space")
    )  # fmt: skip
    if lens.segment is not None and any(is_small(row["people"]) for row in counted):
        return []
    names = dict(Space.objects.values_list("pk", "name"))
    rest = lens.without("space").query
    return [{**row, "name": names[row["space"]], "query": rest} for row in counted]
