import uuid
from collections.abc import Sequence
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q

from uploads.models import Upload

PERSONAL = "accounts."  # what shows a person goes with them


@transaction.atomic
def forget_uploads(*, owner_id: int, browser_ids: Sequence[uuid.UUID], keeps_used: bool) -> int:
    """Remove what somebody brought; returns how many, and leaves what others read, nameless, if it is to stay.

    The files go once that is committed; those a crash leaves behind lie in no row, and the nightly sweep
    takes them within its days.
    """
    theirs = Upload.objects.filter(Q(owner=owner_id) | Q(owner=None, browser__in=browser_ids))
    theirs = theirs.select_for_update(of=("self",))
    rows = list(theirs.prefetch_related("uses"))
    stay = {row.pk for row in rows if keeps_used and _is_shown_to_others(row)}
    gone = [row for row in rows if row.pk not in stay]
    Upload.objects.filter(pk__in=stay).update(owner=None, browser=None, name="picture")
    Upload.objects.filter(pk__in=[row.pk for row in gone]).delete()
    transaction.on_commit(partial(_delete, [path for row in gone for path in row.files]))
    return len(gone)


def _is_shown_to_others(upload: Upload) -> bool:
    uses = [use.used_by for use in upload.uses.all()]
    return any(not used_by.startswith(PERSONAL) for used_by in uses)


def _delete(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
