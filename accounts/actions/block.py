from django.db import transaction
from django.db.models import F, Func

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
