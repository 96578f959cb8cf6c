from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from uploads.actions.store_document import digest_of
from uploads.actions.store_image import keep_picture, plain_name
from uploads.documents import attached_kind, is_picture
from uploads.models import Upload
from uploads.pictures import read_picture
from uploads.refusal import UploadRefused
from uploads.storing import kept

MOST_A_DAY = 2_000_000_000


def store_received(*, file: Any, name: str) -> Upload:
    """Keep a file that came by mail, checked as any other: nobody's, seen by whoever sees what uses it.

    Raises UploadRefused or StorageAway; then nothing is kept. Only so much a day is taken from all together.
    """
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    nobodys = Upload.objects.filter(owner=None, browser=None, created_at__gte=today)
    if (nobodys.aggregate(sum=Sum("bytes"))["sum"] or 0) + file.size > MOST_A_DAY:
        raise UploadRefused(_("Too many files came by mail today."))
    if is_picture(file, name=name):
        picture = read_picture(file, size=file.size)
        return keep_picture(picture, name=name, owner=None, browser_id=None, counted=False)
    kind = attached_kind(file, name=name, size=file.size)
    upload = Upload(
        owner=None, name=plain_name(name), kind=kind, bytes=file.size, sha256=digest_of(file)
    )
    ending = PurePosixPath(name.lower()).suffix
    upload.stored_as = f"files/{timezone.now():%Y-%m-%d}/{upload.pk}{ending}.bin"
    with kept([(upload.stored_as, File(file))]), transaction.atomic():
        upload.save(force_insert=True)
    return upload
