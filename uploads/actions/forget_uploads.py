import uuid
from collections.abc import Sequence
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Q

from uploads.models import Meter, Upload
from uploads.storing import take_away

PERSONAL = "accounts."  # what shows a person goes with them


@transaction.atomic
def forget_uploads(*, owner_id: int, browser_ids: Sequence[uuid.UUID], keeps_used: bool) -> int:
    """Remove what somebody brought; returns how many, and leaves what others read, nameless, if it is to stay."""
    theirs = Upload.objects.filter(Q(owner=owner_id) | Q(owner=None, browser__in=browser_ids))
    theirs = theirs.select_for_update(of=("self",))
    rows = list(theirs.prefetch_related("uses"))
    gone = []
    for row in rows:
        if not (keeps_used and _is_shown_to_others(row)):
            gone.append(row)
            continue
        row.owner = row.browser = None
        row.name = "picture" if row.is_picture else f"file{PurePosixPath(row.name).suffix}"
        row.save(update_fields=["owner", "browser", "name"])
    Upload.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Meter.objects.filter(owner=owner_id).delete()
    take_away([path for row in gone for path in row.files])
    return len(gone)


def _is_shown_to_others(upload: Upload) -> bool:
    uses = [use.used_by for use in upload.uses.all()]
    return any(not used_by.startswith(PERSONAL) for used_by in uses)
