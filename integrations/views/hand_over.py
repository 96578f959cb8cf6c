"""An agent hands a case over to the help desk; what stands of it on the case's page."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import demand
from integrations.actions.hand_over import hand_over_case, try_again
from integrations.models import DeskConnection, HandOver
from support.models import Case
from support.rules import may_act_on_case, may_read_desk


def hand_over_of(request: HttpRequest, page: dict[str, Any]) -> dict[str, Any] | None:
    """The slot on an agent's page of a case: where it went, or where it can go."""
    case: Case = page["case"]
    if not may_read_desk(request.user, case):
        return None
    if case.received_at:
        return {"hand_over": None, "takers": [], "came_from": case.desk}
    row = HandOver.objects.filter(case=case).select_related("connection", "asked_by").first()
    takers = [] if row or case.desk else list(DeskConnection.objects.takers())
    if row is None and not takers:
        return None
    return {
        "hand_over": row,
        "takers": takers,
        "may_hand_over": may_act_on_case(request.user, case),
    }


class HandOverView(LoginRequiredMixin, View):
    """POST: hand the case over to `connection`, or try once more where the desk did not take it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        case = get_object_or_404(Case.objects.visible_to(request.user), number=number)
        demand(may_act_on_case(request.user, case))
        row = HandOver.objects.filter(case=case).first()
        if row:
            try_again(by=signed_in(request), row=row)
        else:
            takers = DeskConnection.objects.takers().order_by("pk")
            if slug := request.POST.get("connection", ""):
                takers = takers.filter(slug=slug)
            connection = get_object_or_404(takers[:1])
            hand_over_case(by=signed_in(request), case=case, connection=connection)
        messages.success(request, _("On its way to the help desk."))
        return redirect(case)
