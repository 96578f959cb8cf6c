import uuid

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from core.limits import demand_pace, who
from core.uploaded import COPY_WIDTHS
from uploads.actions import StorageAway, UploadRefused, store_upload
from uploads.handing_out import hand_out, shown
from uploads.models import Upload
from uploads.rules import may_see_upload

RETRY_SECONDS = "60"


class UploadsView(View):
    """Takes a picture or a file from the editor. Forms without JavaScript call the same action themselves."""

    def post(self, request: HttpRequest) -> HttpResponse:
        member = request.user if request.user.is_authenticated else None
        limit = 60 if member else 15
        demand_pace(f"upload:{who(request)}", limit=limit, seconds=600, when_down=True)
        file = request.FILES.get("file")
        if file is None:
            return JsonResponse({"error": _("Choose a picture or a file.")}, status=400)
        browser_id = None if member else request.browser.keep()  # type: ignore[attr-defined]
        try:
            upload = store_upload(
                file=file, name=file.name or "", owner=member, browser_id=browser_id
            )
        except StorageAway as error:
            headers = {"Retry-After": RETRY_SECONDS}
            return JsonResponse({"error": str(error)}, status=503, headers=headers)
        except UploadRefused as error:
            return JsonResponse({"error": str(error)}, status=400)
        answer = {"id": str(upload.pk), "url": upload.address, "markdown": upload.markdown}
        return JsonResponse(answer, status=201)


class PictureView(View):
    """Shows a picture to whoever may see it; to everybody else there is none."""

    def get(self, request: HttpRequest, pk: str, size: str) -> FileResponse:
        upload = _upload_or_404(request, pk)
        path = _path(upload, size) if upload.is_picture else None
        if path is None:
            raise Http404
        return shown(upload, path)


class FileView(View):
    """Hands out a file to whoever may see a thing that links to it. Its name in the address is for people only."""

    def get(self, request: HttpRequest, pk: str, size: str, name: str) -> FileResponse:
        upload = _upload_or_404(request, pk)
        if upload.is_picture or size != str(upload.bytes):
            raise Http404
        return hand_out(upload)


def _upload_or_404(request: HttpRequest, pk: str) -> Upload:
    upload = get_object_or_404(Upload, pk=uuid.UUID(pk))
    browser_id = request.browser.id  # type: ignore[attr-defined]
    if not may_see_upload(request.user, upload, browser_id=browser_id):
        raise Http404
    return upload


def _path(upload: Upload, size: str) -> str | None:
    """Where the picture of that size lies. A width that was not kept of it is answered by the next larger one."""
    if size == f"{upload.width}x{upload.height}":
        return upload.stored_as
    if not size.isdigit() or int(size) >= upload.width or size.startswith("0"):
        return None
    if int(size) not in {*COPY_WIDTHS, *upload.copies}:
        return None
    larger = [width for width in upload.widths if width >= int(size)]
    return upload.copy_stored_as(min(larger)) if larger else upload.stored_as
