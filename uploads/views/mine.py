"""What a member brought: how much room it takes, where it is used, and the way to be rid of it."""

from collections import defaultdict

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.pages import page
from uploads import owners
from uploads.actions import delete_upload
from uploads.models import Upload
from uploads.quotas import room_of
from uploads.rules import may_delete_upload

FILES_A_PAGE = 30


class MyUploadsView(LoginRequiredMixin, View):
    """/me/files/"""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Upload.objects.filter(owner=request.user.pk).prefetch_related("uses")
        after = request.GET.get("after")
        found = page(mine, order=("-created_at", "-id"), after=after, size=FILES_A_PAGE)
        places = _places(request, found.items)
        rows = [
            {
                "upload": each,
                "places": places[each.pk],
                "is_used": bool(each.uses.all()),
                "may_delete": may_delete_upload(request.user, each),
            }
            for each in found.items
        ]
        context = {"rows": rows, "page": found, "room": room_of(owner=request.user)}
        return render(request, "uploads/mine/page.html", context)


class MyUploadDeletionView(LoginRequiredMixin, View):
    """POST removes one's own upload."""

    def post(self, request: HttpRequest, pk: str) -> HttpResponse:
        upload = get_object_or_404(Upload, pk=pk, owner=request.user)
        delete_upload(by=request.user, upload=upload)
        messages.success(request, _("%(name)s is deleted.") % {"name": upload.name})
        return redirect("uploads:mine")


def _places(request: HttpRequest, uploads: list[Upload]) -> dict[object, list[owners.Place]]:
    """Where each upload is used, as far as its owner may see that; one question for each kind of thing."""
    asked: dict[str, set[str]] = defaultdict(set)
    for upload in uploads:
        for use in upload.uses.all():
            asked[use.used_by].add(use.object_id)
    known = {kind: owners.places(request.user, kind, ids) for kind, ids in asked.items()}
    return {
        upload.pk: [
            known[use.used_by][use.object_id]
            for use in upload.uses.all()
            if use.object_id in known[use.used_by]
        ]
        for upload in uploads
    }
