"""A kept file as an answer: to be saved, never shown, whatever it says it is."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from uploads.models import Document


def hand_out(document: Document) -> FileResponse:
    """Raises Http404 where the file is gone. Who may have it, the caller has asked."""
    try:
        file = default_storage.open(document.stored_as)
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file, as_attachment=True, filename=document.name, content_type=document.kind
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
