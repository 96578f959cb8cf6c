from collections.abc import Iterable

from django.db import transaction

from support.models import Case, CaseFile, CaseMessage
from uploads.models import Upload, UploadUse


@transaction.atomic
def add_files(
    *, case: Case, message: CaseMessage | None, uploads: Iterable[Upload]
) -> list[CaseFile]:
    """Keep files with a case, or with one of its messages: who sees that, sees them. The caller has just stored them,
    or knows whose they are."""
    files = []
    for upload in uploads:
        file, is_new = CaseFile.objects.get_or_create(
            case=case, upload=upload, defaults={"message": message}
        )
        if is_new:
            UploadUse.objects.create(
                upload=upload, used_by=CaseFile.USED_BY, object_id=str(file.pk)
            )
        files.append(file)
    return files
