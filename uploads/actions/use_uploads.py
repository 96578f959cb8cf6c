import uuid
from collections.abc import Iterable

from django.db import models, transaction

from core.html import own_uploads
from uploads.models import Upload, UploadUse


@transaction.atomic
def use_uploads(
    *,
    used_by: str,
    object_id: int | str | uuid.UUID,
    html: str,
    owner: models.Model | None = None,
    browser_id: uuid.UUID | None = None,
    also: Iterable[Upload | None] = (),
) -> None:
    """Note that the thing shows exactly the uploads in its cooked `html`, and those of `also`.

    Only what its author brought is noted, and what the thing showed before: whoever learns the address of
    another's picture cannot make it public by quoting it.
    """
    wanted = {uuid.UUID(found) for found in own_uploads(html)} | {each.pk for each in also if each}
    uses = UploadUse.objects.filter(used_by=used_by, object_id=str(object_id))
    before = set(uses.values_list("upload_id", flat=True))
    uses.exclude(upload_id__in=wanted).delete()
    if not wanted - before:
        return
    theirs = Upload.objects.filter(pk__in=wanted - before).of(owner=owner, browser_id=browser_id)
    ids = list(theirs.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    UploadUse.objects.bulk_create(
        [UploadUse(upload_id=pk, used_by=used_by, object_id=str(object_id)) for pk in ids],
        ignore_conflicts=True,
    )
    if owner is not None:
        Upload.objects.filter(pk__in=ids, owner=None).update(owner=owner, browser=None)


@transaction.atomic
def adopt_uploads(
    *, owner: models.Model, browser_id: uuid.UUID | None, html: str | None = None
) -> int:
    """Give what the browser brought before its person signed in to that person; returns how many.

    With `html` only what it shows: the rest of another device's pictures are not theirs to have.
    """
    if browser_id is None:
        return 0
    brought = Upload.objects.filter(owner=None, browser=browser_id)
    if html is not None:
        brought = brought.filter(pk__in=[uuid.UUID(found) for found in own_uploads(html)])
    return brought.update(owner=owner, browser=None)
