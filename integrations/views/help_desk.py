"""The studio's pages of the help desk: what is connected, set up, tested, switched, removed; and what was brought."""

import time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.signed_in import signed_in
from core.limits import demand_pace
from integrations.actions.connections import (
    add_connection,
    change_connection,
    remove_connection,
    switch_connection,
)
from integrations.desk.choosing import try_connection
from integrations.desk.forms import FORMS, HELP, ConnectionForm
from integrations.hooks.signing import HEADER
from integrations.models import CaseImport, DeskConnection
from integrations.queries import connection_story, undelivered
from integrations.views.studio import HelpDeskStudioView

FILES = 3
TESTED = "desk_test"
Kind = DeskConnection.Kind


class HelpDeskView(HelpDeskStudioView):
    """/studio/help-desk/"""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "connections": list(DeskConnection.objects.present()),
            "kinds": [Kind(each) for each in FORMS],
            "undelivered": undelivered(timezone.now()),
            "runs": CaseImport.objects.select_related("by").order_by("-made_at")[:FILES],
        }
        return render(request, "integrations/help_desk/page.html", context)


class ConnectionNewView(HelpDeskStudioView):
    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        return connection_page(request, form_of(request, kind, None))

    def post(self, request: HttpRequest, kind: str) -> HttpResponseBase:
        form = form_of(request, kind, None)
        if not form.is_valid():
            return connection_page(request, form, status=422)
        connection = add_connection(by=signed_in(request), kind=kind, **form.wanted())
        messages.success(request, _("Saved. Test it, then switch it on."))
        return redirect("integrations:connection", connection.slug)


class ConnectionView(HelpDeskStudioView):
    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        connection = found(slug)
        return connection_page(request, form_of(request, connection.kind, connection))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        connection = found(slug)
        form = form_of(request, connection.kind, connection)
        if not form.is_valid():
            return connection_page(request, form, status=422)
        change_connection(by=signed_in(request), connection=connection, **form.wanted())
        messages.success(request, _("Saved."))
        return redirect("integrations:connection", slug)


class ConnectionTestView(HelpDeskStudioView):
    """Asks the other side; the answers stand on the page until the next test."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        connection = found(slug)
        demand_pace(f"desk-test:{request.user.pk}", limit=10, seconds=60, when_down=True)
        checks = [check.as_dict() for check in try_connection(connection)]
        request.session[TESTED] = {"slug": slug, "at": time.time(), "checks": checks}
        return redirect(reverse("integrations:connection", args=[slug]) + "#test")


class ConnectionSwitchView(HelpDeskStudioView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        is_on = request.POST.get("is_on") == "1"
        connection = switch_connection(by=signed_in(request), connection=found(slug), is_on=is_on)
        said = _("%s is on.") if is_on else _("%s is off. Nothing comes or goes by it.")
        messages.success(request, said % connection.name)
        return redirect("integrations:connection", slug)


class ConnectionRemovalView(HelpDeskStudioView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        connection = found(slug)
        remove_connection(by=signed_in(request), connection=connection)
        messages.success(request, _("%s was removed. Its cases stay.") % connection.name)
        return redirect("integrations:help_desk")


def found(slug: str) -> DeskConnection:
    return get_object_or_404(
        DeskConnection.objects.present().select_related("changed_by"), slug=slug
    )


def form_of(request: HttpRequest, kind: str, connection: DeskConnection | None) -> ConnectionForm:
    if kind not in FORMS:
        raise Http404(kind)
    data = request.POST if request.method == "POST" else None
    return FORMS[kind](data, kind=kind, connection=connection)


def connection_page(request: HttpRequest, form: ConnectionForm, status: int = 200) -> HttpResponse:
    connection = form.connection
    tested = request.session.get(TESTED) if connection else None
    context: dict[str, Any] = {
        "form": form,
        "kind": Kind(form.kind),
        "help": HELP[Kind(form.kind)],
        "connection": connection,
        "tested": tested if connection and tested and tested["slug"] == connection.slug else None,
    }
    if connection:
        context["story"] = connection_story(connection)
        if connection.is_hooked:
            name = "mail_hook" if connection.kind == Kind.MAIL else "desk_hook"
            path = reverse(f"integrations:{name}", args=[connection.hook_key])
            context |= {"hook": request.build_absolute_uri(path), "header": HEADER}
    return render(request, "integrations/help_desk/connection.html", context, status=status)
