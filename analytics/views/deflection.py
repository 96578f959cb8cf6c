from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from analytics import charts, drawing, queries, tables
from analytics.lens import Lens
from analytics.metrics import confirmed, contacts
from analytics.metrics.base import Metric
from analytics.models import FrozenFigure, Grade, SupportIntent
from analytics.periods import last_months
from analytics.views.base import ForExecutives, InsightsPage
from core.pages import page
from support.models import Case

ROWS = 50
ORDER = ("-opened_at", "-id")
ROWS_OF = {
    confirmed.METRIC.name: ("analytics:deflection_rows", "grade=confirmed&"),
    contacts.METRIC.name: ("analytics:contact_rows", ""),
}


class DeflectionView(InsightsPage):
    template_name = "analytics/deflection/page.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lens = self.lens
        buckets = lens.period.buckets()
        solved = confirmed.rows(lens)
        numbers = charts.sums(charts.by_day(solved, "opened_at"), buckets)
        held = charts.sums(
            charts.by_day(solved.filter(closes_at__gt=timezone.now()), "opened_at"), buckets
        )
        taken = charts.sums(charts.by_day(contacts.rows(lens), "opened_at"), buckets)
        by_grade = confirmed.intents(lens).values_list("grade").annotate(Count("pk")).order_by()
        return super().get_context_data(
            solved=_drawn(confirmed.METRIC, lens, numbers, held),
            contacts=_drawn(contacts.METRIC, lens, taken),
            lines=list(zip(buckets, numbers, held, taken, strict=True)),
            total=sum(numbers),
            total_held=sum(held),
            total_contacts=sum(taken),
            grades=queries.grades(dict(by_grade)),
            definition=confirmed.METRIC.definition,
            contacts_definition=contacts.METRIC.definition,
            closed=closed_months(),
            **kwargs,
        )


def _drawn(
    metric: Metric, lens: Lens, numbers: list[int], held: list[int] | None = None
) -> drawing.Drawing:
    """A count by parts of the period, each opening to its rows."""
    name, more = ROWS_OF[metric.name]
    points = [
        drawing.Point(
            part.short_label, number, soft=open_ones,
            href=f"{reverse(name)}?{more}{lens.over(part).query}" if number else "",
        )
        for part, number, open_ones in zip(
            lens.period.buckets(), numbers, held or [0] * len(numbers), strict=True
        )
    ]  # fmt: skip
    tone = "other" if metric is contacts.METRIC else ""
    return drawing.columns(str(metric.definition.title), points, tone=tone)


def closed_months() -> list[dict[str, Any]]:
    """Months as they were reported, beside what a recount finds today."""
    frozen: dict[Any, dict[str, int]] = {}
    for row in FrozenFigure.objects.filter(month__in=[each.first for each in last_months(12)]):
        frozen.setdefault(row.month, {})[row.metric] = int(row.value or 0)
    months = [each for each in last_months(12) if each.first in frozen]
    if not months:
        return []
    days = charts.by_day(
        SupportIntent.objects.confirmed().filter(opened_at__gte=months[-1].start), "opened_at"
    )
    return [
        {
            "period": month,
            "reported": (reported := frozen[month.first].get(confirmed.METRIC.name, 0)),
            "today": (today := charts.sums(days, [month])[0]),
            "change": today - reported,
        }
        for month in months
    ]


class _IntentRows(ForExecutives):
    @property
    def grade(self) -> Grade:
        asked = self.request.GET.get("grade", "")
        return Grade(asked) if asked in Grade.values else Grade.CONFIRMED

    def rows(self) -> Any:
        return queries.with_evidence(confirmed.intents(self.lens).filter(grade=self.grade))


class DeflectionRowsView(_IntentRows, InsightsPage):
    template_name = "analytics/deflection/rows.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        found = page(rows, order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            rows=queries.intent_rows(found.items, self.request.user),
            number=confirmed.intents(self.lens).filter(grade=self.grade).count(),
            grade=self.grade,
            definition=confirmed.METRIC.definition if self.grade == Grade.CONFIRMED else None,
            **self.older_and_newer(found),
            **kwargs,
        )


class DeflectionCsvView(_IntentRows):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"deflection-{self.grade}-{self.lens.first}-{self.lens.last}",
            ["intent", "began", "window closes", "grade", "provisional", "about", "address", "what happened"],
            self._lines(),
            definition=confirmed.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Any:
        for intents in batches(self.rows().order_by(*ORDER)):
            for row in queries.intent_rows(intents, self.request.user):
                yield [
                    row.intent.pk, row.intent.opened_at.isoformat(), row.intent.closes_at.isoformat(), row.intent.grade,
                    "yes" if row.is_provisional else "no", row.title, self.request.build_absolute_uri(row.url),
                    "; ".join(words for words, _ in row.happened),
                ]  # fmt: skip


class IntentView(InsightsPage):
    """One wish for help, from its first sign to its end."""

    template_name = "analytics/intent/page.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        intents = queries.with_evidence(SupportIntent.objects.all())
        intent = get_object_or_404(intents, pk=self.kwargs["intent_id"])
        topics = queries.visible_topics(
            self.request.user, {row.topic_id for row in intent.evidence.all() if row.topic_id}
        )
        story = [
            (row, (topics.get(row.topic_id) or queries.masked()) if row.topic_id else None)
            for row in intent.evidence.all()
        ]
        row = queries.intent_rows([intent], self.request.user)[0]
        return super().get_context_data(row=row, story=story, **kwargs)


class ContactRowsView(InsightsPage):
    template_name = "analytics/contacts/rows.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = contacts.rows(self.lens)
        found = page(
            queries.with_answers(rows), order=ORDER, after=self.request.GET.get("after"), size=ROWS
        )
        return super().get_context_data(
            rows=queries.contact_rows(found.items, self.request.user),
            number=rows.count(),
            definition=contacts.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class ContactsCsvView(ForExecutives):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"contacts-{self.lens.first}-{self.lens.last}",
            ["case", "opened", "channel", "status", "subject", "answers offered", "answers read"],
            self._lines(),
            definition=contacts.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )

    def _lines(self) -> Any:
        cases = queries.with_answers(contacts.rows(self.lens)).order_by(*ORDER)
        for batch in batches(cases):
            for row in queries.contact_rows(batch, self.request.user):
                yield [
                    row.case.number, row.case.opened_at.isoformat(), row.case.channel, row.case.status,
                    row.case.subject, row.offered, len(row.read),
                ]  # fmt: skip


class ContactView(InsightsPage):
    """One case as it bears on the figures: what was written, offered and read; not by whom."""

    template_name = "analytics/contacts/page.html"
    section = "deflection"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = get_object_or_404(
            queries.with_answers(Case.objects.all()), number=self.kwargs["number"]
        )
        offered = list(case.enquiry.offered.all()) if case.enquiry else []
        topics = queries.visible_topics(self.request.user, {each.topic_id for each in offered})
        answers = [
            (topics.get(each.topic_id) or queries.masked(), each.opened_at) for each in offered
        ]
        return super().get_context_data(case=case, answers=answers, **kwargs)


def batches(rows: Any, size: int = 500) -> Any:
    """Rows in lists of `size`, so that a long download needs little memory and few queries."""
    batch = []
    for row in rows.iterator(size):
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
