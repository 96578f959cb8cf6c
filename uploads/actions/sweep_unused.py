from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from uploads.models import Document, Removal, Upload
from uploads.storing import remove_due, take_away

KEPT_DAYS = 8  # a draft, which may show uploads before anything uses them, lives for seven
BATCH = 200
FOLDERS: tuple[tuple[str, type[Model]], ...] = (
    ("pictures", Upload),
    ("files", Upload),
    ("documents", Document),
)


def sweep_unused(*, now: datetime | None = None) -> int:
    """Remove uploads that nothing came to use, and files whose row never came or is gone; returns how many uploads."""
    now = now or timezone.now()
    remove_due(Removal.objects.order_by("pk").values_list("path", flat=True)[: BATCH * 10])
    _sweep_strays(now)
    removed = 0
    while taken := _sweep_batch(now):
        removed += taken
    return removed


def _sweep_batch(now: datetime) -> int:
    with transaction.atomic():
        old = Upload.objects.unused().older_than(now - timedelta(days=KEPT_DAYS))
        rows = list(old.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        # Asked again under the lock: a use made meanwhile holds it.
        gone = list(Upload.objects.unused().filter(pk__in=[row.pk for row in rows]))
        Upload.objects.filter(pk__in=[row.pk for row in gone]).delete()
        take_away([path for row in gone for path in row.files])
    return len(gone)


def _sweep_strays(now: datetime) -> None:
    """Files lie in one folder a day; each day's are compared with the rows once the day is well over."""
    for days in range(2, KEPT_DAYS + 2):
        for kind, model in FOLDERS:
            folder = f"{kind}/{now - timedelta(days=days):%Y-%m-%d}"
            try:
                names = default_storage.listdir(folder)[1]
            except FileNotFoundError:
                continue
            rows = model._default_manager.filter(pk__in={name[:36] for name in names})
            known = {str(pk) for pk in rows.values_list("pk", flat=True)}
            remove_due([f"{folder}/{name}" for name in names if name[:36] not in known])
