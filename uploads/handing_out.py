"""Kept files as answers: pictures are shown, files are only ever saved, and neither can be anything else."""

from typing import IO, Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from uploads.models import Document, Upload
from uploads.refusal import StorageAway

YEAR_SECONDS = 31_536_000


def hand_out(document: Document | Upload) -> FileResponse:
    """To be saved, whatever it says it is. Raises Http404 where it is gone. Who may have it, the caller has asked."""
    response = FileResponse(
        _opened(document.stored_as),
        as_attachment=True,
        filename=document.name,
        content_type=document.kind,
    )
    response["Cache-Control"] = "private, no-store"
    return _harmless(response)


def shown(picture: Upload, path: str) -> FileResponse:
    """A picture, or a copy of it. Raises as above."""
    name = f"{picture.name.rpartition('.')[0] or picture.name}.webp"
    response = FileResponse(_opened(path), content_type=picture.kind, filename=name)
    response["Cache-Control"] = f"private, max-age={YEAR_SECONDS}, immutable"
    return _harmless(response)


def _opened(path: str) -> IO[Any]:
    try:
        return default_storage.open(path)
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError as error:
        raise StorageAway from error


def _harmless(response: FileResponse) -> FileResponse:
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
