from django.db.models import Q, QuerySet

from accounts.models import Member, Role, RoleGrant
from spaces.models import Brand, Membership, Space


def current_brand() -> Brand:
    """The brand of this installation; an unsaved plain one until an administrator names it."""
    return Brand.objects.first() or Brand(pk=1, name="Community", tagline="")


def readers_of(space: Space, members: QuerySet[Member]) -> QuerySet[Member]:
    """Those of the members who may read the space: `Space.objects.visible_to`, asked from the other side."""
    if space.visibility != Space.Visibility.PRIVATE:
        return members
    keepers = RoleGrant.objects.in_force().filter(role__in=[Role.MANAGER, Role.ADMINISTRATOR])
    return members.filter(
        Q(pk__in=Membership.objects.filter(space=space).values("member"))
        | Q(pk__in=keepers.values("member"))
    )
