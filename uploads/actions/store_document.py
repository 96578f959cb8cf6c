import hashlib
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from uploads.actions.store_image import plain_name
from uploads.documents import document_kind
from uploads.models import Document
from uploads.storing import kept, take_away


def store_document(*, file: Any, name: str, owner: Any) -> Document:
    """Keep a file that is handed out as it is. Raises UploadRefused or StorageAway; then nothing is kept."""
    kind = document_kind(file, name=name, size=file.size)
    document = Document(
        owner=owner, name=plain_name(name), kind=kind, bytes=file.size, sha256=digest_of(file)
    )
    document.stored_as = f"documents/{timezone.now():%Y-%m-%d}/{document.pk}.bin"
    with kept([(document.stored_as, File(file))]), transaction.atomic():
        document.save(force_insert=True)
    return document


def digest_of(file: Any) -> str:
    """Its SHA-256, read in pieces; the file stands at its begin after."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


@transaction.atomic
def drop_document(document: Document) -> None:
    """Remove a file that nothing hands out any more."""
    path = document.stored_as
    document.delete()
    take_away([path])
