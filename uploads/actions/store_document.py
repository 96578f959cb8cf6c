import hashlib
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from uploads.actions.store_image import plain_name
from uploads.documents import document_kind
from uploads.models import Document


def store_document(*, file: Any, name: str, owner: Any) -> Document:
    """Keep a file that is handed out as it is. Raises UploadRefused; then nothing is kept.

    Its file is removed at once where its row cannot be written, or, where a transaction around this one fails,
    by the sweep.
    """
    kind = document_kind(file, name=name, size=file.size)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    document = Document(
        owner=owner,
        name=plain_name(name),
        kind=kind,
        bytes=file.size,
        sha256=digest.hexdigest(),
    )
    document.stored_as = f"documents/{timezone.now():%Y-%m-%d}/{document.pk}.bin"
    file.seek(0)
    default_storage.save(document.stored_as, File(file))
    try:
        with transaction.atomic():
            document.save(force_insert=True)
    except BaseException:
        default_storage.delete(document.stored_as)
        raise
    return document


@transaction.atomic
def drop_document(document: Document) -> None:
    """Remove a file that nothing hands out any more."""
    path = document.stored_as
    document.delete()
    transaction.on_commit(lambda: default_storage.delete(path))
