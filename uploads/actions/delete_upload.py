from typing import Any

from django.db import transaction

from core.rules import demand
from uploads.models import Upload
from uploads.rules import may_delete_upload
from uploads.storing import take_away


@transaction.atomic
def delete_upload(*, by: Any, upload: Upload) -> None:
    """Remove what a member brought, wherever it is shown; texts keep its name in its place. Raises NotAllowed."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    demand(may_delete_upload(by, upload))
    paths = upload.files
    upload.delete()
    take_away(paths)
