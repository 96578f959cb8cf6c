from django.db import transaction
from django.db.models import F, Func, Q

from accounts.events import MemberBlocked, MemberUnblocked
from accounts.models import Block, Member
from accounts.rules import may_block
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def block_member(*, by: Member, member: Member) -> Block:
    """Hear no more of a member; blocking twice changes nothing. Nobody tells the other."""
    demand(may_block(by, member))
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    block, is_new = Block.objects.get_or_create(blocker=by, blocked=member)
    if is_new:
        _repeat_ids(by)
        publish(MemberBlocked(blocker_id=by.pk, blocked_id=member.pk))
    return block


@transaction.atomic
def unblock_member(*, by: Member, member: Member) -> bool:
    Member.objects.select_for_update(no_key=True).get(pk=by.pk)
    gone, _ = Block.objects.filter(blocker=by, blocked=member).delete()
    if gone:
        _repeat_ids(by)
        publish(MemberUnblocked(blocker_id=by.pk, blocked_id=member.pk))
    return bool(gone)


def _repeat_ids(member: Member) -> None:
    """The column that pages read says what the rows say."""
    rows = Block.objects.filter(blocker=member).order_by("pk")
    member.blocked_ids = list(rows.values_list("blocked", flat=True))
    Member.objects.filter(pk=member.pk).update(blocked_ids=member.blocked_ids)


@transaction.atomic
def forget_blocks(*, member_id: int) -> int:
    """Somebody is gone, and their blocks with them: nobody's column names them any more."""
    named = Member.objects.filter(blocked_ids__contains=[member_id])
    return named.update(blocked_ids=Func(F("blocked_ids"), member_id, function="array_remove"))


@transaction.atomic
def merge_blocks(*, from_id: int, to_id: int) -> None:
    """Two accounts become one: whom the first blocked the second blocks, and who blocked the first blocks the second."""
    theirs = Block.objects.filter(Q(blocker=from_id) | Q(blocked=from_id))
    ends = [
        (to_id if blocker == from_id else blocker, to_id if blocked == from_id else blocked)
        for blocker, blocked in theirs.values_list("blocker", "blocked")
    ]
    blockers = {blocker for blocker, _ in ends} | {from_id}
    people = list(
        Member.objects.select_for_update(no_key=True).filter(pk__in=blockers).order_by("pk")
    )
    Block.objects.bulk_create(
        [Block(blocker_id=one, blocked_id=other) for one, other in ends if one != other],
        ignore_conflicts=True,
    )
    theirs.delete()
    for person in people:
        _repeat_ids(person)
