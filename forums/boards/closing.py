"""Boards that close at a moment: set with an owner, cancelled, done once by the clock."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from forums.boards.keeping import archive_due
from forums.boards.rules import may_keep_boards
from forums.models import Board, BoardClosing


@transaction.atomic
def set_closing(
    *, by: Member, board: Board, at: datetime, owner: Member | None = None, reason: str = ""
) -> BoardClosing:
    """Have the board archived at `at`; a closing that runs is replaced. Raises NotAllowed for a moment that is over."""
    demand(may_keep_boards(by, board.space_id))
    if at <= timezone.now():
        raise NotAllowed(_("This moment is over. Choose a later one."))
    Board.objects.select_for_update(of=("self",)).get(pk=board.pk)
    BoardClosing.objects.running().filter(board=board).update(
        cancelled_at=timezone.now(), cancelled_by=by
    )
    return BoardClosing.objects.create(board=board, at=at, owner=owner, reason=reason, set_by=by)


@transaction.atomic
def cancel_closing(*, by: Member, closing: BoardClosing) -> bool:
    """The board stays open; False where the closing does not run any more."""
    demand(may_keep_boards(by, closing.board.space_id))
    running = BoardClosing.objects.running().filter(pk=closing.pk)
    return bool(running.update(cancelled_at=timezone.now(), cancelled_by=by))


def run_due_closings(now: datetime | None = None) -> int:
    """Archive the boards whose moment has come; returns how many. Run twice, or by two, each is done once."""
    due = BoardClosing.objects.running().filter(at__lte=now or timezone.now())
    return sum(_run(closing_id) for closing_id in list(due.values_list("pk", flat=True)[:200]))


@transaction.atomic
def _run(closing_id: int) -> bool:
    rows = BoardClosing.objects.running().select_for_update(of=("self",))
    closing = rows.select_related("board").filter(pk=closing_id).first()
    if closing is None:
        return False
    archive_due(board=closing.board, reason=closing.reason or _("It was to close at this time."))
    closing.done_at = timezone.now()
    closing.save(update_fields=["done_at"])
    return True
