import hashlib
import uuid
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from uploads.models import Upload
from uploads.pictures import read_picture


def store_image(*, file: Any, name: str, owner: Any, browser_id: uuid.UUID | None) -> Upload:
    """Keep a picture somebody sent, written anew. Raises UploadRefused; then nothing is kept.

    The files are written before the row commits. Those of a row that never does are removed at once, or, where
    a transaction around this one fails, by the sweep.
    """
    picture = read_picture(file, size=file.size)
    upload = Upload(
        owner=owner,
        browser=None if owner else browser_id,
        name=_plain_name(name),
        width=picture.width,
        height=picture.height,
        bytes=len(picture.whole) + len(picture.small or b""),
        sha256=hashlib.sha256(picture.whole).hexdigest(),
    )
    upload.stored_as = f"pictures/{timezone.now():%Y-%m-%d}/{upload.pk}.webp"
    contents = [picture.whole, picture.small] if picture.small else [picture.whole]
    written: list[str] = []
    try:
        for path, content in zip(upload.files, contents, strict=True):
            written.append(default_storage.save(path, ContentFile(content)))
        with transaction.atomic():
            upload.save(force_insert=True)
    except BaseException:
        for path in written:
            default_storage.delete(path)
        raise
    return upload


def _plain_name(name: str) -> str:
    """The last part of a file's name, without what could act in a header or a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(char for char in last if char.isprintable() and char not in '"<>|:*?/')
    return plain.strip(" .")[-120:] or "picture"
