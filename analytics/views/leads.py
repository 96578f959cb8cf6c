"""Leads: the page with its tables, those tables as files, and the people behind each number."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from analytics import tables
from analytics.assumptions import half_life_days
from analytics.journeys import score_at
from analytics.leads import first, funnel
from analytics.leads.cards import cards
from analytics.leads.choice import Choice, read_choice
from analytics.metrics import dwell, goals, leads, steps
from analytics.metrics.base import MINIMUM_SAMPLE, NOT_ENOUGH
from analytics.models import Lead
from analytics.overview.cards import amounts
from analytics.rules import may_see_leads
from analytics.views.base import ForExecutives, InsightsPage
from analytics.views.batches import batches
from analytics.wording import duration, share, span
from core.pages import page
from core.rules import demand

ROWS = 50
ORDER = ("-heat", "-id")


class LeadsView(InsightsPage):
    """How far leads came and where from, what they saw first, the steps they took, and who stands still."""

    template_name = "analytics/leads/page.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demand(may_see_leads(self.request.user))
        lens = self.lens
        lines = funnel.stages(lens)
        return super().get_context_data(
            is_told=leads.is_told(lens),
            number=lines[0].reached,
            cards=cards(lens),
            stages=[(line, *_said(line)) for line in lines],
            drawing=funnel.drawn(lines, lens),
            ways=_with_worth(funnel.ways(lens)),
            sources=_with_worth(funnel.sources(lens)),
            first=_with_worth(first.first_lines(lens, self.request.user)),
            steps=funnel.step_lines(lens),
            definition=leads.METRIC.definition,
            dwell_definition=dwell.METRIC.definition,
            goals_definition=goals.METRIC.definition,
            steps_definition=steps.METRIC.definition,
            **kwargs,
        )


def _said(line: funnel.StageLine) -> tuple[str, str, str]:
    """The share of those before, the usual stay and its interval, in words."""
    part, stay = "–" if line.share is None else share(line.share), line.stay
    if stay.sample < MINIMUM_SAMPLE:
        return part, str(NOT_ENOUGH) if stay.sample else "–", ""
    return part, duration(stay.value), span(duration(stay.low), duration(stay.high))


def _with_worth(lines: Iterable[Any]) -> list[tuple[Any, str]]:
    return [(line, amounts(line.worth)) for line in lines]


class LeadsTableView(ForExecutives):
    """A table of that page as a file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        demand(may_see_leads(request.user))
        made = {
            "stages": self._stages, "ways": self._ways, "sources": self._sources,
            "first": self._first, "steps": self._steps,
        }.get(kwargs["table"])  # fmt: skip
        if made is None:
            raise Http404
        head, rows, metric = made()
        return tables.answer(
            f"leads-{kwargs['table']}-{self.lens.first}-{self.lens.last}", head, rows,
            definition=metric.definition, kind=self.kind, lens=self.lens,
        )  # fmt: skip

    def _stages(self) -> tuple:
        head = ["stage", "got this far", "share of the stage before", "there now", "median stay in seconds", "low", "high", "stays", "stand still"]  # fmt: skip
        rows = (
            [
                line.stage.label, line.reached, line.share, line.now, line.stay.value, line.stay.low, line.stay.high,
                line.stay.sample, line.still if line.is_open else "",
            ]
            for line in funnel.stages(self.lens)
        )  # fmt: skip
        return head, rows, dwell.METRIC

    def _ways(self) -> tuple:
        return self._split(funnel.ways(self.lens))

    def _sources(self) -> tuple:
        return self._split(funnel.sources(self.lens))

    def _split(self, lines: list[funnel.SourceLine]) -> tuple:
        stages = [line.value for line, _n in lines[0].numbers] if lines else []
        rows = (
            [line.name, *(number for _stage, number in line.numbers), line.total, amounts(line.worth)]
            for line in lines
        )  # fmt: skip
        return ["came", *stages, "all", "goals reached"], rows, leads.METRIC

    def _first(self) -> tuple:
        rows = (
            [line.conversation.title, line.sourced, line.influenced, amounts(line.worth)]
            for line in first.first_lines(self.lens, self.request.user)
        )
        return ["page", "sourced", "influenced", "goals of the sourced"], rows, goals.METRIC

    def _steps(self) -> tuple:
        rows = (
            [line.from_stage, line.to_stage, line.number, "back" if line.is_back else "forward"]
            for line in funnel.step_lines(self.lens)
        )
        return ["from", "to", "steps", "direction"], rows, steps.METRIC


class _Rows(ForExecutives):
    @property
    def choice(self) -> Choice:
        return read_choice(self.request.GET.dict())

    def rows(self) -> QuerySet[Lead]:
        demand(may_see_leads(self.request.user))
        return self.choice.rows(self.lens).select_related("member", "consent")


class LeadRowsView(_Rows, InsightsPage):
    template_name = "analytics/leads/rows.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, now, half_life = self.rows(), timezone.now(), half_life_days()
        found = page(rows, order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        return super().get_context_data(
            rows=[(lead, score_at(lead.heat, now, half_life)) for lead in found.items],
            number=rows.count(),
            title=self.choice.title(),
            is_told=leads.is_told(self.lens),
            definition=(goals if self.choice.came else leads).METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class LeadsCsvView(_Rows):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"leads-{self.lens.first}-{self.lens.last}",
            ["lead", "member", "stage", "first seen", "last seen", "came by", "source", "score", "agreed", "wording"],
            self._lines(),
            definition=leads.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Iterator[list[Any]]:
        now, half_life = timezone.now(), half_life_days()
        for batch in batches(self.rows().order_by(*ORDER)):
            for lead in batch:
                yield [
                    lead.pk, lead.member.handle if lead.member else "", lead.stage, lead.first_at.isoformat(),
                    lead.last_at.isoformat(), lead.via, lead.source, round(score_at(lead.heat, now, half_life), 2),
                    lead.consent.given_at.isoformat(), lead.consent.text_version,
                ]  # fmt: skip
