from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.events import MemberRenamed
from accounts.handles.choosing import problem_with
from accounts.handles.skeleton import handle_skeleton
from accounts.models import FormerHandle, Member
from accounts.rules import may_rename
from core.rules import demand
from events.publishing import publish


@transaction.atomic
def rename_member(*, member: Member, handle: str) -> Member:
    """Give a member another handle; the old one goes on leading to them.

    Raises NotAllowed where it is too early for another, ValidationError where it cannot be had.
    """
    member = Member.objects.select_for_update(no_key=True).get(pk=member.pk)
    if handle == member.handle:
        return member
    demand(may_rename(member))
    if problem := problem_with(handle, member):
        raise ValidationError(problem)
    _leave(member, handle)
    member.handle, member.handle_skeleton = handle, handle_skeleton(handle)
    member.save(update_fields=["handle", "handle_skeleton"])
    publish(MemberRenamed(member_id=member.pk))
    return member


def _leave(member: Member, handle: str) -> None:
    """Keep the old handle for its addresses; one of one's own that is taken up again is no former one any more."""
    FormerHandle.objects.filter(member=member, handle__iexact=handle).delete()
    if member.handle.lower() != handle.lower():
        FormerHandle.objects.create(
            member=member, handle=member.handle, skeleton=handle_skeleton(member.handle)
        )
