import logging

from django.db.models import QuerySet
from django.utils import timezone

from accounts.actions.deletion import delete_member, finish_deletion, remind_of_deletion
from accounts.models import Deletion
from accounts.models.deletion import REMINDED_BEFORE

log = logging.getLogger(__name__)


def advance_deletions() -> int:
    """Take each deletion a step further; returns how many members were deleted. One that fails holds up no other."""
    now, done = timezone.now(), 0
    soon = Deletion.objects.waiting().filter(reminded_at=None, due_at__lte=now + REMINDED_BEFORE)
    for pk in _ids(soon.filter(due_at__gt=now)):
        remind_of_deletion(deletion_id=pk)
    for pk in _ids(Deletion.objects.due(now)):
        try:
            done += delete_member(deletion_id=pk)
        except Exception:  # noqa: BLE001 (the transaction is undone, and the next round tries again)
            log.exception("Deletion %s failed and is tried again.", pk)
    for pk in _ids(Deletion.objects.unfinished()):
        finish_deletion(deletion_id=pk)
    return done


def _ids(rows: QuerySet[Deletion]) -> list[int]:
    return list(rows.order_by("due_at").values_list("pk", flat=True))
