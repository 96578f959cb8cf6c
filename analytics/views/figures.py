"""Every figure: what it means, who answers for it, how fresh it is."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.actions import name_owner
from analytics.forms import FigureOwnerForm
from analytics.metrics import ALL, BY_NAME, Metric
from analytics.models import FigureOwner
from analytics.standing import owners
from analytics.views.base import ForWorkers, InsightsPage


class FiguresView(ForWorkers, InsightsPage):
    """The one text about each figure, as it stands beside it on every page."""

    template_name = "analytics/figures/page.html"
    section = "figures"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(metrics=ALL, **kwargs)


class FigureOwnerView(InsightsPage):
    """Who answers for one figure, and who did before."""

    template_name = "analytics/figures/owner.html"
    section = "figures"

    @property
    def metric(self) -> Metric:
        try:
            return BY_NAME[self.kwargs["name"]]
        except KeyError as error:
            raise Http404 from error

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.metric.name
        kwargs.setdefault("form", FigureOwnerForm(initial={"owner": owners().get(name, "")}))
        history = FigureOwner.objects.filter(metric=name).select_related("set_by")
        return super().get_context_data(
            metric=self.metric, history=history.order_by("-set_at", "-pk")[:20], **kwargs
        )

    def post(self, request: HttpRequest, name: str) -> HttpResponseBase:
        form = FigureOwnerForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        owner = form.cleaned_data["owner"]
        name_owner(by=cast(Member, request.user), metric=self.metric.name, owner=owner)
        messages.success(request, _("Noted. It stands beside the figure on every page."))
        return redirect("analytics:figures")
