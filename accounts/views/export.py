import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import request_export
from accounts.models import Export, Member
from accounts.rules import may_export
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in


def export_context(member: Member) -> dict[str, object]:
    """The member's latest copy, and whether they may ask for another."""
    return {
        "export": Export.objects.filter(member=member).order_by("-requested_at").first(),
        "may_export": may_export(member),
    }


class ExportsView(FreshSignInMixin, View):
    """Asks for a copy (POST); the part of the privacy page that shows how far it is (GET)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.headers.get("HX-Request"):
            return redirect(reverse("accounts:privacy") + "#export")
        return render(request, "accounts/export/_export.html", export_context(signed_in(request)))

    def post(self, request: HttpRequest) -> HttpResponse:
        request_export(member=signed_in(request))
        return redirect(reverse("accounts:privacy") + "#export")


class ExportFileView(FreshSignInMixin, View):
    """The archive, for its owner alone, who has just shown who they are."""

    fresh_methods = frozenset({"GET"})

    def get(self, request: HttpRequest, export_id: uuid.UUID) -> FileResponse:
        export = get_object_or_404(Export, pk=export_id, member=signed_in(request))
        if not export.is_ready:
            raise Http404(_("This copy is no longer here. You can ask for another."))
        try:
            file = default_storage.open(export.stored_as)
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"{signed_in(request).handle}-{export.requested_at:%Y-%m-%d}.zip"
        response = FileResponse(
            file, as_attachment=True, filename=name, content_type="application/zip"
        )
        response["Cache-Control"] = "no-store"
        return response
