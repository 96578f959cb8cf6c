import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views import View

from core.limits import demand_pace, who
from uploads.actions import UploadRefused, store_image
from uploads.models import Upload
from uploads.rules import may_see_upload

YEAR_SECONDS = 31_536_000


class UploadsView(View):
    """Takes a picture from the editor. Forms without JavaScript call the same action themselves."""

    def post(self, request: HttpRequest) -> HttpResponse:
        member = request.user if request.user.is_authenticated else None
        limit = 60 if member else 15
        demand_pace(f"upload:{who(request)}", limit=limit, seconds=600, when_down=True)
        file = request.FILES.get("file")
        if file is None:
            return JsonResponse({"error": _("Choose a picture.")}, status=400)
        browser_id = None if member else request.browser.keep()  # type: ignore[attr-defined]
        try:
            upload = store_image(
                file=file, name=file.name or "", owner=member, browser_id=browser_id
            )
        except UploadRefused as error:
            return JsonResponse({"error": str(error)}, status=400)
        answer = {"id": str(upload.pk), "url": upload.address, "markdown": upload.markdown}
        return JsonResponse(answer, status=201)


class PictureView(View):
    """Shows a picture to whoever may see it; to everybody else there is none."""

    def get(self, request: HttpRequest, pk: str, size: str) -> FileResponse:
        upload = get_object_or_404(Upload, pk=uuid.UUID(pk))
        browser_id = request.browser.id  # type: ignore[attr-defined]
        path = _path(upload, size)
        if path is None or not may_see_upload(request.user, upload, browser_id=browser_id):
            raise Http404
        try:
            file = default_storage.open(path)
        except FileNotFoundError as error:
            raise Http404 from error
        name = f"{upload.name.rpartition('.')[0] or upload.name}.webp"
        response = FileResponse(file, content_type=upload.kind, filename=name)
        response["Cache-Control"] = f"private, max-age={YEAR_SECONDS}, immutable"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        return response


def _path(upload: Upload, size: str) -> str | None:
    if size == f"{upload.width}x{upload.height}":
        return upload.stored_as
    return next(
        (upload.copy_stored_as(width) for width in upload.widths if size == str(width)), None
    )
