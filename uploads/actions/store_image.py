import hashlib
import uuid
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core.uploaded import SMALL_WIDTH
from uploads.models import Upload
from uploads.pictures import Picture, Square, read_picture, read_square
from uploads.quotas import count_upload, demand_room
from uploads.storing import kept


def store_image(*, file: Any, name: str, owner: Any, browser_id: uuid.UUID | None) -> Upload:
    """Keep a picture somebody sent, written anew. Raises UploadRefused or StorageAway; then nothing is kept."""
    demand_room(owner=owner, browser_id=browser_id)
    picture = read_picture(file, size=file.size)
    return keep_picture(picture, name=name, owner=owner, browser_id=browser_id)


def store_square(
    *, file: Any, name: str, owner: Any, part: Square, widths: tuple[int, ...]
) -> Upload:
    """Keep a square part of a picture, as wide as the first width and in copies of the others. Raises as above."""
    demand_room(owner=owner, browser_id=None)
    picture = read_square(file, size=file.size, part=part, widths=widths)
    return keep_picture(picture, name=name, owner=owner, browser_id=None)


def keep_picture(
    picture: Picture, *, name: str, owner: Any, browser_id: uuid.UUID | None, counted: bool = True
) -> Upload:
    """Write the files, then their row; `counted` on what its owner may bring."""
    upload = Upload(
        owner=owner,
        browser=None if owner else browser_id,
        name=plain_name(name),
        width=picture.width,
        height=picture.height,
        bytes=len(picture.whole) + sum(len(each) for each in picture.copies.values()),
        copies=[width for width in picture.copies if width != SMALL_WIDTH],
        sha256=hashlib.sha256(picture.whole).hexdigest(),
    )
    upload.stored_as = f"pictures/{timezone.now():%Y-%m-%d}/{upload.pk}.webp"
    files = [(upload.stored_as, ContentFile(picture.whole))]
    for width, content in picture.copies.items():
        files.append((upload.copy_stored_as(width), ContentFile(content)))
    with kept(files), transaction.atomic():
        if counted:
            count_upload(upload)
        upload.save(force_insert=True)
    return upload


def plain_name(name: str) -> str:
    """The last part of a file's name, without what could act in a header or a path."""
    last = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(char for char in last if char.isprintable() and char not in '"<>|:*?/')
    return plain.strip(" .")[-120:] or "picture"
