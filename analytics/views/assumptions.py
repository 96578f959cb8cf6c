from typing import Any, cast

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.actions import set_assumption
from analytics.assumptions import (
    HALF_LIFE_DAYS,
    WAITING_WINDOW_HOURS,
    costs_by_channel,
    in_force,
)
from analytics.forms import FORMS
from analytics.models import Assumption
from analytics.views.base import InsightsPage
from support.models import Case

USUAL = {
    Assumption.Name.WAITING_WINDOW: WAITING_WINDOW_HOURS,
    Assumption.Name.HALF_LIFE: HALF_LIFE_DAYS,
}
HISTORY = 50


class AssumptionsView(InsightsPage):
    """What the figures take for granted, and who said so when."""

    template_name = "analytics/assumptions/page.html"
    section = "assumptions"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = in_force()
        return super().get_context_data(
            standing=[(name, held.get(name), USUAL.get(name)) for name in Assumption.Name],
            channels=[
                (row, dict(Case.Channel.choices)[row.channel])
                for channel, row in sorted(costs_by_channel().items())
                if channel in Case.Channel.values
            ],
            history=Assumption.objects.newest_first()
            .select_related("set_by")
            .annotate(restated=Count("restatements"))[:HISTORY],
            **kwargs,
        )


class AssumptionView(InsightsPage):
    """One assumption's form; what it said before is filled in."""

    template_name = "analytics/assumptions/edit.html"
    section = "assumptions"

    @property
    def name(self) -> Assumption.Name:
        try:
            return Assumption.Name(self.kwargs["name"])
        except ValueError as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = in_force().get(self.name)
        if (channel := self.request.GET.get("channel", "")) in Case.Channel.values:
            held = costs_by_channel().get(channel, held)
        start = (
            {field: getattr(held, field) for field in FORMS[self.name].base_fields}
            if held
            else {"value": USUAL.get(self.name)}
        )
        kwargs.setdefault("form", FORMS[self.name](initial=start))
        return super().get_context_data(**kwargs | {"name": self.name})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        form = FORMS[self.name](request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        set_assumption(by=cast(Member, request.user), name=self.name, **form.cleaned_data)
        messages.success(
            request,
            _(
                "Noted. The figures follow from now on, and closed months are restated with a note; what stood before "
                "is in the history."
            ),
        )
        return redirect("analytics:assumptions")
