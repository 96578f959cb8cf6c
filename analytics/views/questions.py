from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from analytics import queries, tables
from analytics.metrics import questions
from analytics.views.base import ForWorkers, InsightsPage
from analytics.views.batches import batches
from analytics.wording import duration
from core.pages import page

ROWS = 50
ORDER = ("-created_at", "-id")
KINDS = {
    "": questions.rows,
    "solved": questions.solved_rows,
    "unanswered": questions.unanswered_rows,
    "late": questions.late_rows,
    "late_24": questions.late_rows_24,
    "waiting": questions.waiting_rows,
}


class _QuestionRows(ForWorkers):
    names_people = True

    @property
    def only(self) -> str:
        asked = self.request.GET.get("only", "")
        return asked if asked in KINDS else ""

    def rows(self) -> Any:
        return KINDS[self.only](self.lens)


class QuestionRowsView(_QuestionRows, InsightsPage):
    template_name = "analytics/questions/rows.html"
    section = "work"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = page(self.rows(), order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        rows = queries.question_rows(found.items, self.request.user, timezone.now())
        return super().get_context_data(
            rows=[(row, duration(row.waited)) for row in rows],
            number=self.rows().count(),
            only=self.only,
            **self.older_and_newer(found),
            **kwargs,
        )


class QuestionsCsvView(_QuestionRows):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"questions-{self.lens.first}-{self.lens.last}",
            ["question", "asked", "first answer", "solved", "seconds waited", "still open", "title", "address"],
            self._lines(),
            definition=questions.FIRST_RESPONSE.definition,
            kind=self.kind,
            lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Any:
        for batch in batches(self.rows().order_by(*ORDER)):
            for row in queries.question_rows(batch, self.request.user, timezone.now()):
                topic = row.topic
                yield [
                    topic.pk, topic.created_at.isoformat(), _iso(topic.answered_at), _iso(topic.solved_at),
                    round(row.waited), "yes" if row.is_open else "no", row.conversation.title,
                    self.request.build_absolute_uri(row.conversation.url) if row.conversation.url else "",
                ]  # fmt: skip


def _iso(moment: Any) -> str:
    return moment.isoformat() if moment else ""
