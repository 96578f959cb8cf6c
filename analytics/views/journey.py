"""One person's way, as far as they agreed that we may know it."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from analytics import queries
from analytics.assumptions import half_life_days
from analytics.journeys import score_at
from analytics.leads.evidence import evidence, score_causes
from analytics.leads.voices import stays
from analytics.models import Lead, Touch
from analytics.rules import may_see_leads
from analytics.segments import told_by
from analytics.views.base import InsightsPage
from core.rules import demand

JOURNEY = 100


class LeadView(InsightsPage):
    template_name = "analytics/leads/journey.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        viewer = self.request.user
        demand(may_see_leads(viewer))
        known = Lead.objects.consented().select_related("member", "consent", "first_touch")
        lead = get_object_or_404(known, pk=self.kwargs["lead_id"])
        touches = Touch.objects.consented().of(lead.member_id, lead.browser_id)
        shown = list(touches.order_by("-at", "-pk")[:JOURNEY])
        first = [lead.first_touch] if lead.first_touch else []
        moves = list(lead.transitions.select_related("goal", "touch", "subscription"))
        read = queries.readable(viewer, [*shown, *first])
        shows = evidence(moves, viewer)
        half_life = half_life_days()
        return super().get_context_data(
            lead=lead,
            told=told_by(lead),
            score=score_at(lead.heat, timezone.now(), half_life),
            causes=score_causes(lead, half_life),
            half_life=half_life,
            first=read.of(lead.first_touch) if lead.first_touch else None,
            stays=[(stay, shows[stay.move.pk]) for stay in stays(lead, moves, viewer)],
            touches=[(touch, read.of(touch)) for touch in shown],
            **kwargs,
        )
