from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from analytics import queries, tables
from analytics.assumptions import half_life_days
from analytics.journeys import score_at
from analytics.metrics import goals, leads
from analytics.models import Lead, Stage, Touch
from analytics.rules import may_see_leads
from analytics.segments import told_by
from analytics.views.base import ForExecutives, InsightsPage
from analytics.views.batches import batches
from core.pages import page
from core.rules import demand

ROWS = 50
ORDER = ("-heat", "-id")
JOURNEY = 100


class _Leads(ForExecutives):
    def wanted(self) -> tuple[str, str]:
        stage, via = self.request.GET.get("stage", ""), self.request.GET.get("via", "")
        return stage if stage in Stage.values else "", via if via in Touch.Via.values else ""

    @property
    def came(self) -> str:
        """Only the sourced, or the influenced ones."""
        asked = self.request.GET.get("came", "")
        return asked if asked in goals.WAYS else ""

    def rows(self) -> QuerySet[Lead]:
        demand(may_see_leads(self.request.user))
        stage, via = self.wanted()
        rows = goals.of(self.lens, self.came) if self.came else leads.rows(self.lens)
        rows = rows.select_related("member", "consent")
        if stage:
            rows = rows.filter(stage=stage)
        return rows.filter(via=via) if via else rows


class LeadListView(_Leads, InsightsPage):
    template_name = "analytics/leads/page.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, now, half_life = self.rows(), timezone.now(), half_life_days()
        found = page(rows, order=ORDER, after=self.request.GET.get("after"), size=ROWS)
        stage, via = self.wanted()
        return super().get_context_data(
            rows=[(lead, score_at(lead.heat, now, half_life)) for lead in found.items],
            number=rows.count(),
            figure=leads.METRIC.figure(self.lens),
            sources=leads.by_source(self.lens),
            came=goals.WAYS.get(self.came),
            stage=Stage(stage) if stage else None,
            via=Touch.Via(via) if via else None,
            definition=leads.METRIC.definition,
            half_life=half_life,
            **self.older_and_newer(found),
            **kwargs,
        )


class LeadsCsvView(_Leads):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"leads-{self.lens.first}-{self.lens.last}",
            ["lead", "member", "stage", "first seen", "last seen", "came by", "source", "score", "agreed", "wording"],
            self._lines(),
            definition=leads.METRIC.definition,
            kind=self.kind,
            lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Any:
        now, half_life = timezone.now(), half_life_days()
        for batch in batches(self.rows().order_by(*ORDER)):
            for lead in batch:
                yield [
                    lead.pk, lead.member.handle if lead.member else "", lead.stage, lead.first_at.isoformat(),
                    lead.last_at.isoformat(), lead.via, lead.source, round(score_at(lead.heat, now, half_life), 2),
                    lead.consent.given_at.isoformat(), lead.consent.text_version,
                ]  # fmt: skip


class LeadView(InsightsPage):
    """One person's way, as far as they agreed that we may know it."""

    template_name = "analytics/leads/journey.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demand(may_see_leads(self.request.user))
        known = Lead.objects.consented().select_related("member", "consent", "first_touch")
        lead = get_object_or_404(known, pk=self.kwargs["lead_id"])
        touches = (
            Touch.objects.consented().of(lead.member_id, lead.browser_id).select_related("article")
        )
        shown = list(touches.order_by("-at", "-pk")[:JOURNEY])
        moves = list(lead.transitions.all())
        ids = {row.topic_id for row in shown} | {move.topic_id for move in moves}
        topics = queries.visible_topics(self.request.user, {pk for pk in ids if pk})
        now = timezone.now()
        return super().get_context_data(
            lead=lead,
            told=told_by(lead),
            score=score_at(lead.heat, now, half_life_days()),
            half_life=half_life_days(),
            moves=[
                (move, _dwell(moves, index, now), _conversation(move, topics))
                for index, move in enumerate(moves)
            ],
            touches=[(touch, _conversation(touch, topics)) for touch in shown],
            **kwargs,
        )


def _conversation(row: Any, topics: dict[int, queries.Conversation]) -> queries.Conversation | None:
    return (topics.get(row.topic_id) or queries.masked()) if row.topic_id else None


def _dwell(moves: list[Any], index: int, now: Any) -> int:
    """Days spent in the stage this move led to."""
    until = moves[index + 1].at if index + 1 < len(moves) else now
    return int((until - moves[index].at).days)
