"""Where the conversations of a part go: a board, in the space itself or in a space made for it; never more open than before."""

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.health.tipping.proposing import has_plain_rights, willing_boards
from analytics.models import Split, SplitPart
from core.rules import NotAllowed
from forums.boards.forms import TAKEN_NAMES
from forums.boards.keeping import delete_board, make_board
from forums.models import Board, Topic
from notifications.models import Subscription
from spaces.actions import grant_space_role, save_space
from spaces.models import Membership, Space, SpaceRole

Visibility = Space.Visibility
AS_OPEN = {Visibility.PRIVATE: 0, Visibility.MEMBERS: 1, Visibility.PUBLIC: 2}


def make_room(*, part: SplitPart, split: Split, by: Member, reason: str) -> Board:
    """With the kinds its conversations are of; below their board where all come from one and stay in the space."""
    theirs = Topic.objects.filter(pk__in=part.topic_rows.values("topic")).order_by()
    boards = list(Board.objects.filter(pk__in=theirs.values("board")))
    kinds = {kind for board in boards for kind in board.kinds}
    kinds |= set(theirs.values_list("kind", flat=True).distinct())
    apart = split.into == Split.Into.SPACE
    tops = {board.parent_id or board.pk for board in boards}
    space = _space_like(split.space, part.name, by, reason) if apart else split.space
    taken = set(Board.objects.filter(space=space).values_list("slug", flat=True))
    return make_board(
        by=by,
        space=space,
        reason=reason,
        name=part.name,
        slug=_free(part.name, f"part-{part.number}", taken | TAKEN_NAMES),
        kinds=sorted(kinds),
        parent_id=tops.pop() if len(tops) == 1 and not apart else None,
    )


def _space_like(space: Space, name: str, by: Member, reason: str) -> Space:
    """Seen by the same people, kept and led by the same, and with the same look."""
    same = {
        field: getattr(space, field)
        for field in (
            "visibility", "language", "is_indexed", "own_look", "hue", "chroma", "noise_budget",
            "position",
        )
    }  # fmt: skip
    slug = _free(name, "part", set(Space.objects.values_list("slug", flat=True)))
    made = save_space(by=by, name=name, slug=slug, leader=space.leader, **same)
    members = Membership.objects.filter(space=space).values_list("member", flat=True)
    Membership.objects.bulk_create(
        (Membership(space=made, member_id=pk) for pk in members.iterator(2000)),
        batch_size=2000,
        ignore_conflicts=True,
    )
    for role in SpaceRole.objects.in_force().filter(space=space).select_related("member"):
        grant_space_role(by=by, member=role.member, space=made, role=role.role, reason=reason)
    return made


def _free(name: str, otherwise: str, taken: set[str]) -> str:
    slug = slugify(name)[:34].strip("-") or otherwise
    number, found = 2, slug
    while found in taken:
        found, number = f"{slug}-{number}", number + 1
    return found


def demand_as_open(*, topic: Topic, board: Board | None, split: Split) -> None:
    """Raises NotAllowed where moving it would show it to more people, or let others write than now."""
    if split.by is None or board is None:
        raise NotAllowed(_("Whoever did it, or the board made for it, is gone."))
    plain = board.pk in willing_boards(board.space_id) and has_plain_rights(board)
    if topic.board_id not in willing_boards(split.space_id) or not plain:
        raise NotAllowed(_("It, or the new board, is not open to everybody any more."))
    if board.space_id != split.space_id and not _is_as_closed(board.space, split.space):
        raise NotAllowed(_("The new space is open to people who may not read this one."))


def demand_as_closed(*, topic: Topic, home: Board | None) -> None:
    """Raises NotAllowed where bringing it back would show it to more people than read it where it stands now."""
    if home is None:
        raise NotAllowed(_("The board it came from is gone."))
    here = topic.board
    if _is_closed(here) and not _is_closed(home):
        raise NotAllowed(_("Its board was closed since; the one it came from is open."))
    if AS_OPEN[Visibility(home.space.visibility)] > AS_OPEN[Visibility(here.space.visibility)]:
        raise NotAllowed(_("Its space was closed since; the one it came from is more open."))


def _is_closed(board: Board) -> bool:
    return board.is_private or bool(board.parent and board.parent.is_private)


def _is_as_closed(made: Space, old: Space) -> bool:
    if AS_OPEN[Visibility(made.visibility)] > AS_OPEN[Visibility(old.visibility)]:
        return False
    if made.visibility != Visibility.PRIVATE or old.visibility != Visibility.PRIVATE:
        return True
    known = Membership.objects.filter(space=old).values("member")
    return not Membership.objects.filter(space=made).exclude(member__in=known).exists()


def take_followers_along(part: SplitPart) -> None:
    """Whoever follows a board that conversations went from follows the new one; whoever follows the space, its board elsewhere."""
    board = part.board
    if board is None:
        return
    moves = part.topic_rows.exclude(curation=None).values_list("curation__before__board", flat=True)
    follows = Subscription.objects.in_force().filter(board__in=set(moves.distinct()))
    if board.space_id != part.split.space_id:
        follows = follows | Subscription.objects.in_force().filter(space=part.split.space_id)
    members = follows.order_by("member").values_list("member", flat=True).distinct()
    Subscription.objects.bulk_create(
        (Subscription(member_id=pk, board=board) for pk in members.iterator(2000)),
        batch_size=2000,
        ignore_conflicts=True,
    )


def clear_room(part: SplitPart, split: Split) -> None:
    """A board on which somebody began something new since stays, with what is on it. A space made for it stays closed."""
    board, by = part.board, split.undone_by
    if board is None or by is None:
        return
    try:
        with transaction.atomic():
            delete_board(by=by, board=board, reason=split.reason)
    except NotAllowed:
        return
    made = board.space
    if made.pk == split.space_id or made.topics.exists():
        return
    try:
        with transaction.atomic():
            save_space(by=by, space=made, visibility=Visibility.PRIVATE)
    except (
        NotAllowed
    ):  # whoever took it back has lost the right meanwhile: it stays, with nothing in it
        return
