from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from analytics import queries, tables
from analytics.failed import read_by
from analytics.masking import is_small
from analytics.metrics import confirmed, unanswered_cost
from analytics.models import Grade, SupportIntent
from analytics.models.intent import SupportIntentQuerySet
from analytics.showing import Showing
from analytics.views.base import ForLeaders, InsightsPage
from analytics.views.batches import batches
from core.pages import page

ROWS = 50
ORDER = ("-opened_at", "-id")
ASKED = ("answered", "answered_failed", "open", "open_failed")


class _IntentRows(ForLeaders):
    """Wishes for help of one grade (`grade`), of all (`grade=all`), that read something (`read`), or that asked (`asked`)."""

    names_people = True

    @property
    def grade(self) -> Grade | None:
        asked = self.request.GET.get("grade", "")
        if asked == "all" or self.asked:
            return None
        return Grade(asked) if asked in Grade.values else Grade.CONFIRMED

    @property
    def asked(self) -> str:
        asked = self.request.GET.get("asked", "")
        return asked if asked in ASKED else ""

    @property
    def is_hidden(self) -> bool:
        """A number that is not shown opens to nothing."""
        showing, lens = Showing("intents"), self.lens
        hides = showing.hides(lens, self.grade) if self.grade else showing.hides(lens)
        return hides or self._is_small_part()

    def _is_small_part(self) -> bool:
        """Of one conversation, or of what was asked, as well as narrowed: a cell of its own."""
        of_one_thing = self.request.GET.get("read") or self.request.GET.get("about")
        if not of_one_thing and (self.lens.is_whole or not self.asked):
            return False
        return is_small(self.found().aggregate(n=Count("key", distinct=True))["n"])

    def found(self) -> SupportIntentQuerySet:
        if self.asked:
            return unanswered_cost.rows(self.lens, self.asked)  # type: ignore[return-value]
        rows = confirmed.intents(self.lens)
        if self.grade:
            rows = rows.filter(grade=self.grade)
        if what := self.request.GET.get("read"):
            rows = read_by(rows, what)
        if what := self.request.GET.get("about"):
            rows = filed_under(rows, what)
        return rows

    def rows(self) -> SupportIntentQuerySet:
        found = self.found()
        return found.none() if self.is_hidden else found


def filed_under(rows: SupportIntentQuerySet, what: str) -> SupportIntentQuerySet:
    """Those that one conversation or article decided: "topic:7" or "article:7"."""
    kind, _, pk = what.partition(":")
    if kind not in ("topic", "article") or not (pk.isascii() and pk.isdigit() and len(pk) < 10):
        return rows.none()
    return rows.filter(**{kind: int(pk)})


class DeflectionRowsView(_IntentRows, InsightsPage):
    template_name = "analytics/deflection/rows.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        found = page(rows, order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            rows=queries.intent_rows(found.items, self.request.user, in_full=self.sees_everything),
            number=rows.count(),
            is_hidden=self.is_hidden,
            grade=self.grade,
            definition=confirmed.METRIC.definition if self.grade == Grade.CONFIRMED else None,
            **self.older_and_newer(found),
            **kwargs,
        )


class DeflectionCsvView(_IntentRows):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"deflection-{self.grade or 'all'}-{self.lens.first}-{self.lens.last}",
            ["intent", "began", "window closes", "grade", "provisional", "about", "address", "what happened"],
            self._lines(),
            definition=confirmed.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Any:
        for intents in batches(self.rows().order_by(*ORDER)):
            for row in queries.intent_rows(
                intents, self.request.user, in_full=self.sees_everything
            ):
                yield [
                    row.intent.pk, row.intent.opened_at.isoformat(), row.intent.closes_at.isoformat(), row.intent.grade,
                    "yes" if row.is_provisional else "no", row.title,
                    self.request.build_absolute_uri(row.url) if row.url else "",
                    "; ".join(words for words, _ in row.happened),
                ]  # fmt: skip


class IntentView(InsightsPage):
    """One wish for help, from its first sign to its end."""

    template_name = "analytics/intent/page.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intent = get_object_or_404(SupportIntent, pk=self.kwargs["intent_id"])
        evidence = queries.evidence_of([intent])[intent.pk]
        read = queries.readable(self.request.user, evidence)
        story = [(each, read.of(each)) for each in evidence]
        row = queries.intent_rows([intent], self.request.user)[0]
        return super().get_context_data(row=row, story=story, **kwargs)
