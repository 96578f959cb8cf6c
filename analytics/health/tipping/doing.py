"""The act that parts a space, its undo, and the worker's share of both: conversation by conversation, each by itself."""

import logging
from collections.abc import Mapping
from functools import partial

from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.events import SplitBegun, SplitUndone
from analytics.health.tipping.proposing import work_out
from analytics.health.tipping.rooms import (
    clear_room,
    demand_as_closed,
    demand_as_open,
    make_room,
    take_followers_along,
)
from analytics.health.tipping.rules import may_split, may_split_off
from analytics.models import Split, SplitTopic
from core.broker import hand_over
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.curating.changing import move_topic
from forums.curating.undoing import undo_curation
from forums.models import Board
from spaces.models import Space

log = logging.getLogger(__name__)

TASK = "analytics.run_splits"
Stage = Split.Stage


@transaction.atomic
def ask_for_split(*, by: Member | None, space: Space) -> Split:
    """Have a worker find out along which lines the space could be parted; a proposal nobody took up gives way.

    `by` nobody: the clock asks. Raises NotAllowed while a split is being done or taken back.
    """
    if by is not None:
        demand(may_split(by, space))
    Space.objects.select_for_update(no_key=True).get(pk=space.pk)
    standing = Split.objects.filter(space=space)
    if standing.filter(stage__in=[Stage.MOVING, Stage.RETURNING]).exists():
        raise NotAllowed(_("This space is being parted just now. Wait until that is done."))
    if asked := standing.filter(stage=Stage.ASKED).first():
        return asked
    standing.filter(stage__in=[Stage.PROPOSED, Stage.NO_CUT]).delete()
    split = Split.objects.create(space=space, asked_by=by)
    transaction.on_commit(partial(hand_over, TASK))
    return split


@transaction.atomic
def begin_split(
    *,
    by: Member,
    split: Split,
    names: Mapping[int, str],
    reason: str,
    into: str = Split.Into.BOARD,
) -> Split:
    """Make a board, or a space, for each part that goes (its number: the name), and have its conversations moved there.

    Raises NotAllowed unless they keep the space, and for new spaces may make some; where every part would go; where it
    was done meanwhile.
    """
    demand(may_split(by, split.space_id))
    if into == Split.Into.SPACE:
        demand(may_split_off(by, split.space_id))
    split = Split.objects.select_for_update(of=("self",)).select_related("space").get(pk=split.pk)
    if split.stage != Stage.PROPOSED:
        raise NotAllowed(_("This was done or changed meanwhile. Look at the page again."))
    parts = list(split.parts.all())
    going = [part for part in parts if part.number in names and part.topics]
    if not going:
        raise NotAllowed(_("Choose a part that goes."))
    if len(going) == len(parts):
        raise NotAllowed(_("One part has to stay where it is."))
    split.into = into
    for part in parts:
        part.leaves = part in going
        if part.leaves:
            part.name = names[part.number].strip()
            part.board = make_room(part=part, split=split, by=by, reason=reason)
        part.save(update_fields=["leaves", "name", "board"])
    split.stage, split.by, split.reason, split.begun_at = Stage.MOVING, by, reason.strip(), timezone.now()  # fmt: skip
    split.save(update_fields=["stage", "into", "by", "reason", "begun_at"])
    publish(SplitBegun(split_id=split.pk, space_id=split.space_id))
    transaction.on_commit(partial(hand_over, TASK))
    return split


@transaction.atomic
def undo_split(*, by: Member, split: Split) -> Split:
    """Have everything that went brought back; what is not moved yet stays. Said twice, it is done once."""
    demand(may_split(by, split.space_id))
    split = Split.objects.select_for_update(of=("self",)).get(pk=split.pk)
    if split.into == Split.Into.SPACE:
        demand(may_split_off(by, split.space_id))
    if split.stage in (Stage.RETURNING, Stage.UNDONE):
        return split
    if split.stage not in (Stage.MOVING, Stage.DONE):
        raise NotAllowed(_("Nothing was done yet that could be taken back."))
    others = Split.objects.filter(space=split.space_id, stage__in=[Stage.MOVING, Stage.RETURNING])
    if others.exclude(pk=split.pk).exists():
        raise NotAllowed(_("This space is being parted just now. Wait until that is done."))
    Split.objects.filter(
        space=split.space_id, stage__in=[Stage.ASKED, Stage.PROPOSED, Stage.NO_CUT]
    ).delete()
    rows = SplitTopic.objects.filter(part__split=split, part__leaves=True)
    rows.filter(curation=None).update(is_settled=True)
    rows.exclude(curation=None).update(is_settled=False, why="")
    split.stage, split.undone_by, split.undone_at = Stage.RETURNING, by, timezone.now()
    split.save(update_fields=["stage", "undone_by", "undone_at"])
    publish(SplitUndone(split_id=split.pk, space_id=split.space_id))
    transaction.on_commit(partial(hand_over, TASK))
    return split


def run_splits() -> int:
    """Do what waits, and go on with what a worker left; returns how many conversations were dealt with."""
    done = 0
    for split in Split.objects.under_way().order_by("made_at"):
        if split.stage == Stage.ASKED:
            _find_cut(split)
            continue
        rows = SplitTopic.objects.filter(
            part__split=split, part__leaves=True, is_settled=False
        ).order_by("pk")
        while some := list(rows.values_list("pk", flat=True)[:200]):
            done += sum(_settle(split.pk, split.stage, pk) for pk in some)
            if not Split.objects.filter(pk=split.pk, stage=split.stage).exists():
                break
        else:
            _finish(split.pk, split.stage)
    return done


def _find_cut(split: Split) -> None:
    """One that takes too long does not hold up the others: it is tried again the next time."""
    try:
        work_out(split.pk)
    except DatabaseError:
        log.exception("The split of space %s could not be worked out.", split.space_id)


@transaction.atomic
def _settle(split_id: int, stage: str, row_id: int) -> bool:
    """One conversation, under the split's lock: of two workers one waits, and finds it done."""
    split = (
        Split.objects.select_for_update(of=("self",)).select_related("space", "by").get(pk=split_id)
    )
    row = (
        SplitTopic.objects.select_related(
            "topic__board__space", "topic__board__parent", "part__board__space", "curation"
        )
        .filter(pk=row_id, is_settled=False)
        .first()
    )
    if split.stage != stage or row is None:
        return False
    try:
        with transaction.atomic():
            if stage == Stage.MOVING:
                _move(row, split)
            else:
                _return(row, split)
    except (NotAllowed, IntegrityError) as error:
        row.why = str(error)[:300]
    row.is_settled = True
    row.save(update_fields=["is_settled", "why", "curation"])
    return True


def _move(row: SplitTopic, split: Split) -> None:
    demand_as_open(topic=row.topic, board=row.part.board, split=split)
    if split.by and row.part.board:
        row.curation = move_topic(
            by=split.by, topic=row.topic, board=row.part.board, reason=split.reason
        )


def _return(row: SplitTopic, split: Split) -> None:
    if split.undone_by is None or row.curation is None:
        raise NotAllowed(_("Whoever took it back is gone."))
    boards = Board.objects.select_related("space", "parent")
    demand_as_closed(topic=row.topic, home=boards.filter(pk=row.curation.before["board"]).first())
    undo_curation(by=split.undone_by, curation=row.curation)


@transaction.atomic
def _finish(split_id: int, stage: str) -> None:
    split = Split.objects.select_for_update(of=("self",)).get(pk=split_id)
    if split.stage != stage:
        return
    parts = split.parts.filter(leaves=True).select_related("board__space", "split")
    if stage == Stage.MOVING:
        split.stage, split.done_at = Stage.DONE, timezone.now()
        for part in parts:
            take_followers_along(part)
    else:
        split.stage = Stage.UNDONE
        for part in parts:
            clear_room(part, split)
    split.save(update_fields=["stage", "done_at"])
