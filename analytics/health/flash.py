"""A flash board: opened for what an alarm told of, with an owner and a closing date; undone by one act."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Member, RoleGrant
from analytics.models import Alarm, FlashBoard
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.boards.closing import cancel_closing, set_closing
from forums.boards.forms import TAKEN_NAMES
from forums.boards.keeping import archive_board, delete_board, make_board
from forums.boards.rules import may_keep_boards
from forums.models import Board, BoardClosing
from notifications.events import NoticeDue
from spaces.models import Space, SpaceRole

KINDS = ["question", "discussion"]


@transaction.atomic
def open_flash_board(
    *, by: Member, alarm: Alarm, name: str, owner: Member, closes_at: datetime
) -> FlashBoard:
    """A board in the alarm's space, as open as the space is, that goes to the archive at `closes_at`.

    The owner is told. Raises NotAllowed where one is open for this alarm already, where the owner has no role in the space,
    or where the moment is over.
    """
    demand(may_keep_boards(by, alarm.space_id))
    Alarm.objects.select_for_update(of=("self",)).get(pk=alarm.pk)
    if FlashBoard.objects.filter(alarm=alarm, undone_at=None).exists():
        raise NotAllowed(_("A board is open for this already."))
    if not may_own(alarm.space).filter(pk=owner.pk).exists():
        raise NotAllowed(_("The owner has to be one of the company's people or an evangelist of the space."))  # fmt: skip
    space = Space.objects.select_for_update(no_key=True).get(pk=alarm.space_id)
    reason = _("Opened for a surge, until %(day)s.") % {
        "day": f"{timezone.localtime(closes_at):%F}"
    }
    board = make_board(
        by=by, space=space, reason=reason, name=name, slug=_free_slug(space, name), kinds=KINDS,
        description=_("Open for a while, for what everybody asks just now."), position=0,
    )  # fmt: skip
    set_closing(by=by, board=board, at=closes_at, owner=owner, reason=reason)
    publish(
        NoticeDue(
            member_id=owner.pk,
            kind="flash_board",
            title=_("The board “%(name)s” is yours") % {"name": name},
            text=_("It is open for what everybody asks just now, until %(day)s.")
            % {"day": f"{timezone.localtime(closes_at):%F}"},
            url=board.get_absolute_url(),
            key=f"flash-board-{board.pk}",
        )
    )
    return FlashBoard.objects.create(alarm=alarm, board=board, name=name, opened_by=by)


@transaction.atomic
def undo_flash_board(*, by: Member, flash: FlashBoard) -> bool:
    """Take it back: an empty board goes, one with conversations to the archive, where they can be read.

    False where it was undone before.
    """
    demand(may_keep_boards(by, flash.alarm.space_id))
    rows = FlashBoard.objects.filter(pk=flash.pk, undone_at=None)
    if not rows.update(undone_at=timezone.now(), undone_by=by):
        return False
    board = flash.board
    if board is None:
        return True
    for closing in BoardClosing.objects.running().filter(board=board):
        cancel_closing(by=by, closing=closing)
    if board.topics.exists() or board.children.exists():
        archive_board(by=by, board=board, reason=_("It was opened for a while, and is not needed."))
    else:
        delete_board(by=by, board=board, reason=_("It was opened for a while, and is not needed."))
    return True


def may_own(space: Space) -> QuerySet[Member]:
    """The company's people, and who leads or keeps this space."""
    everywhere = RoleGrant.objects.in_force().values("member")
    here = SpaceRole.objects.in_force().filter(space=space).values("member")
    people = Member.objects.active().filter(Q(pk__in=everywhere) | Q(pk__in=here))
    return people.order_by("name", "pk")


def _free_slug(space: Space, name: str) -> str:
    base = slugify(name)[:34] or "flash"
    taken = set(Board.objects.filter(space=space).values_list("slug", flat=True)) | TAKEN_NAMES
    tries = (base, *(f"{base}-{number}" for number in range(2, 100)))
    return next(each for each in tries if each not in taken)
