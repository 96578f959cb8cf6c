"""Every write to a board: made, changed, put in order, archived, deleted; who is let into a private one, and out."""

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.boards.rules import may_keep_boards
from forums.events import BoardChanged, BoardDeleted
from forums.models import Board, BoardAccess, BoardChange
from spaces.models import Space

Kind = BoardChange.Kind


@transaction.atomic
def make_board(*, by: Member, space: Space, reason: str = "", **settings: Any) -> Board:
    """A new board, after those that are there."""
    demand(may_keep_boards(by, space))
    last = Board.objects.filter(space=space).order_by("-position").first()
    settings.setdefault("position", last.position + 1 if last else 0)
    board = Board.objects.create(space=space, **settings)
    _note(Kind.MADE, board, by, reason)
    return board


@transaction.atomic
def change_board(*, by: Member, board: Board, reason: str = "", **settings: Any) -> Board:
    """Set what a board is; the record keeps what was before. Saving the same changes nothing."""
    board = _locked(by, board)
    changed = {}
    for name, value in settings.items():
        before = getattr(board, name)
        if before != value:
            changed[name] = {"before": _plain(before), "after": _plain(value)}
            setattr(board, name, value)
    if changed:
        board.save(update_fields=list(changed))
        _note(Kind.CHANGED, board, by, reason, changed)
    return board


@transaction.atomic
def move_board(*, by: Member, board: Board, places: int) -> None:
    """Up (-1) or down (1) among the boards it stands beside."""
    demand(may_keep_boards(by, board.space_id))
    beside = list(
        Board.objects.select_for_update(no_key=True)
        .filter(space=board.space_id, parent=board.parent_id)
        .order_by("position", "name", "pk")
    )
    here = next((at for at, each in enumerate(beside) if each.pk == board.pk), None)
    if here is None:
        return
    beside.insert(max(0, min(len(beside) - 1, here + places)), beside.pop(here))
    for position, each in enumerate(beside):
        each.position = position
    Board.objects.bulk_update(beside, ["position"])
    publish(BoardChanged(board_id=board.pk, space_id=board.space_id))


@transaction.atomic
def archive_board(*, by: Member, board: Board, reason: str) -> Board:
    """Off the lists; what is in it stays to be read, and takes no more posts."""
    board = _locked(by, board)
    if board.archived_at is None:
        board.archived_at = timezone.now()
        board.save(update_fields=["archived_at"])
        _note(Kind.ARCHIVED, board, by, reason)
    return board


@transaction.atomic
def archive_due(*, board: Board, reason: str) -> Board:
    """By the clock: somebody who may had set the moment."""
    board = Board.objects.select_for_update(of=("self",)).select_related("space").get(pk=board.pk)
    if board.archived_at is None:
        board.archived_at = timezone.now()
        board.save(update_fields=["archived_at"])
        _note(Kind.ARCHIVED, board, None, reason)
    return board


@transaction.atomic
def restore_board(*, by: Member, board: Board) -> Board:
    board = _locked(by, board)
    if board.archived_at:
        board.archived_at = None
        board.save(update_fields=["archived_at"])
        _note(Kind.RESTORED, board, by, "")
    return board


@transaction.atomic
def delete_board(*, by: Member, board: Board, reason: str = "") -> None:
    """Only of an empty board: its topics are moved first, those that are hidden or deleted included."""
    board = _locked(by, board)
    if board.topics.exists():
        raise NotAllowed(_("There are conversations on this board. Move them to another first."))
    if board.children.exists():
        raise NotAllowed(_("Other boards stand below this one. Give them another place first."))
    _note(Kind.DELETED, board, by, reason)
    number = board.pk
    try:
        with transaction.atomic():
            board.delete()
    except ProtectedError as error:
        raise NotAllowed(_("Something else still needs this board, such as an import.")) from error
    publish(BoardDeleted(board_id=number, space_id=board.space_id))


@transaction.atomic
def let_in(*, by: Member, board: Board, member: Member, reason: str) -> BoardAccess:
    """Let a member read a private board; somebody who is in stays in as before."""
    board = _locked(by, board)
    access, is_new = BoardAccess.objects.in_force().get_or_create(
        board=board, member=member, defaults={"granted_by": by, "reason": reason.strip()}
    )
    if is_new:
        publish(BoardChanged(board_id=board.pk, space_id=board.space_id))
    return access


@transaction.atomic
def put_out(*, by: Member, access: BoardAccess, reason: str = "") -> bool:
    """Take it back; open pages close. False when it was taken back already."""
    board = _locked(by, access.board)
    rows = BoardAccess.objects.in_force().filter(pk=access.pk)
    if not rows.update(
        withdrawn_at=timezone.now(), withdrawn_by=by, withdrawal_reason=reason.strip()
    ):
        return False
    publish(BoardChanged(board_id=board.pk, space_id=board.space_id))
    return True


def _locked(by: Member, board: Board) -> Board:
    demand(may_keep_boards(by, board.space_id))
    return Board.objects.select_for_update(of=("self",)).select_related("space").get(pk=board.pk)


def _note(
    kind: str,
    board: Board,
    by: Member | None,
    reason: str,
    changed: dict[str, Any] | None = None,
) -> None:
    BoardChange.objects.create(
        space_id=board.space_id, board=board, name=board.name, kind=kind, by=by, reason=reason.strip(),
        changed=changed or {},
    )  # fmt: skip
    if kind != Kind.DELETED:
        publish(BoardChanged(board_id=board.pk, space_id=board.space_id))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Board) else value
