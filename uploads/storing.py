"""Files in the storage, a local disk or S3: written whole or not at all, and gone in the end whatever fails."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from uploads.models import Removal
from uploads.refusal import StorageAway

log = logging.getLogger(__name__)


@contextmanager
def kept(files: Iterable[tuple[str, Any]]) -> Iterator[None]:
    """Write each file under its path, and keep them if the block succeeds; else none is left. Raises StorageAway.

    A transaction around all that may fail later: then the sweep finds that no row names them.
    """
    begun: list[str] = []
    try:
        try:
            for path, content in files:
                begun.append(path)  # a disk that is full keeps half a file
                default_storage.save(path, content)
        except OSError as error:
            log.warning("The storage did not take %s: %s", begun[-1:], error)
            if getattr(default_storage, "writes_whole", False):
                del begun[-1:]  # nothing is there to remove, and the storage is away
            raise StorageAway from error
        yield
    except BaseException:
        for path in begun:
            _removed(path)
        raise


def take_away(paths: Iterable[str]) -> None:
    """Remove files once the transaction is committed; where the storage fails then, the sweep tries again."""
    rows = Removal.objects.bulk_create(
        [Removal(path=path) for path in paths], ignore_conflicts=True
    )
    transaction.on_commit(partial(remove_due, [row.path for row in rows]), robust=True)


def remove_due(paths: Iterable[str]) -> None:
    """Remove these files, and forget about those that are gone."""
    gone = [path for path in paths if _removed(path)]
    Removal.objects.filter(path__in=gone).delete()


def _removed(path: str) -> bool:
    try:
        default_storage.delete(path)
    except OSError as error:
        log.warning("The storage did not remove %s: %s", path, error)
        return False
    return True
