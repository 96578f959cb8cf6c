import uuid
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from uploads.actions.store_document import digest_of
from uploads.actions.store_image import plain_name, store_image
from uploads.documents import attached_kind, is_picture
from uploads.models import Upload
from uploads.quotas import count_upload, demand_room
from uploads.refusal import UploadRefused
from uploads.storing import kept


def store_upload(*, file: Any, name: str, owner: Any, browser_id: uuid.UUID | None) -> Upload:
    """Keep what somebody adds to a text: a picture written anew, any other file as it came.

    Raises UploadRefused or StorageAway; then nothing is kept.
    """
    if is_picture(file, name=name):
        return store_image(file=file, name=name, owner=owner, browser_id=browser_id)
    return store_file(file=file, name=name, owner=owner)


def store_file(*, file: Any, name: str, owner: Any) -> Upload:
    """Keep a file that is handed out as it came. Raises as above; visitors bring pictures only."""
    if owner is None:
        raise UploadRefused(_("Sign in to add files. Without that, only pictures can be added."))
    demand_room(owner=owner, browser_id=None)
    kind = attached_kind(file, name=name, size=file.size)
    upload = Upload(
        owner=owner, name=plain_name(name), kind=kind, bytes=file.size, sha256=digest_of(file)
    )
    ending = PurePosixPath(name.lower()).suffix
    upload.stored_as = f"files/{timezone.now():%Y-%m-%d}/{upload.pk}{ending}.bin"
    with kept([(upload.stored_as, File(file))]), transaction.atomic():
        count_upload(upload)
        upload.save(force_insert=True)
    return upload
