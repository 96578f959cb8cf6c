from django.db import transaction

from spaces.models import Membership, Space, SpaceRole


@transaction.atomic
def forget_member(*, member_id: int) -> None:
    """A member who left belongs to no space, keeps none and leads none."""
    Membership.objects.filter(member=member_id).delete()
    SpaceRole.objects.filter(member=member_id).delete()
    Space.objects.filter(leader=member_id).update(leader=None)
