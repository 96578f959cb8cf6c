"""Rows of the ways that leads go: each step with what caused it, and who stands still with what they said or read last."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from analytics import tables
from analytics.leads.evidence import evidence
from analytics.leads.voices import last_voices
from analytics.metrics import stalls, steps
from analytics.models import Lead, LeadTransition, Stage
from analytics.rules import may_see_leads
from analytics.views.base import ForExecutives, InsightsPage
from analytics.views.batches import batches
from core.pages import page
from core.rules import demand

ROWS = 50
STEPS_ORDER = ("-at", "-id")
STALLS_ORDER = ("stepped_at", "id")


class _Steps(ForExecutives):
    def wanted(self) -> tuple[str, str]:
        """From which stage and to which; "new" is from none."""
        asked = self.request.GET.get
        start, end = asked("left", ""), asked("entered", "")
        return (
            start if start in (*Stage.values, "new") else "",
            end if end in Stage.values else "",
        )

    def rows(self) -> QuerySet[LeadTransition]:
        demand(may_see_leads(self.request.user))
        start, end = self.wanted()
        found = steps.every(self.lens) if start or end else steps.rows(self.lens)
        if start:
            found = found.filter(from_stage="" if start == "new" else start)
        if end:
            found = found.filter(to_stage=end)
        return found.select_related("lead__member", "goal", "touch", "subscription")


class LeadStepsView(_Steps, InsightsPage):
    template_name = "analytics/leads/steps.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.rows()
        found = page(rows, order=STEPS_ORDER, after=self.request.GET.get("after"), size=ROWS)
        start, end = self.wanted()
        shown = evidence(found.items, self.request.user)
        return super().get_context_data(
            rows=[(step, shown[step.pk]) for step in found.items],
            number=rows.count(),
            start=Stage(start).label if start in Stage.values else "",
            end=Stage(end).label if end else "",
            definition=steps.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )


class LeadStepsCsvView(_Steps):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"lead-steps-{self.lens.first}-{self.lens.last}",
            ["lead", "member", "when", "from", "to", "because they", "what"],
            self._lines(), definition=steps.METRIC.definition, kind=self.kind, lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Iterator[list[Any]]:
        for batch in batches(self.rows().order_by(*STEPS_ORDER)):
            shown = evidence(batch, self.request.user)
            for step in batch:
                member, what = step.lead.member, shown[step.pk]
                yield [
                    step.lead_id, member.handle if member else "", step.at.isoformat(), step.from_stage, step.to_stage,
                    step.get_cause_display(), what.title if what else "",
                ]  # fmt: skip


class _Stalls(ForExecutives):
    def rows(self) -> QuerySet[Lead]:
        demand(may_see_leads(self.request.user))
        found, stage = stalls.rows(self.lens), self.request.GET.get("stage", "")
        found = found.filter(stage=stage) if stage in stalls.OPEN else found
        return found.select_related("member", "consent")


class LeadStallsView(_Stalls, InsightsPage):
    template_name = "analytics/leads/stalls.html"
    section = "leads"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows, now = self.rows(), timezone.now()
        found = page(rows, order=STALLS_ORDER, after=self.request.GET.get("after"), size=ROWS)
        voices = last_voices(found.items, self.request.user)
        stage = self.request.GET.get("stage", "")
        return super().get_context_data(
            rows=[(lead, (now - lead.stepped_at).days, voices.get(lead.pk)) for lead in found.items],
            number=rows.count(),
            stage=Stage(stage) if stage in stalls.OPEN else None,
            open_stages=stalls.OPEN,
            definition=stalls.METRIC.definition,
            **self.older_and_newer(found),
            **kwargs,
        )  # fmt: skip


class LeadStallsCsvView(_Stalls):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return tables.answer(
            f"lead-stalls-{self.lens.first}-{self.lens.last}",
            ["lead", "member", "stage", "last step", "days", "wrote or read", "when", "words", "page"],
            self._lines(), definition=stalls.METRIC.definition, kind=self.kind, lens=self.lens,
        )  # fmt: skip

    def _lines(self) -> Iterator[list[Any]]:
        now = timezone.now()
        for batch in batches(self.rows().order_by(*STALLS_ORDER)):
            voices = last_voices(batch, self.request.user)
            for lead in batch:
                voice = voices.get(lead.pk)
                said = ["wrote" if voice.is_own else "read", voice.at.isoformat(), voice.words, voice.title] if voice else [""] * 4  # fmt: skip
                yield [
                    lead.pk, lead.member.handle if lead.member else "", lead.stage, lead.stepped_at.isoformat(),
                    (now - lead.stepped_at).days, *said,
                ]  # fmt: skip
