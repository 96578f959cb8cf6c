from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import Member, Role
from core.rules import demand
from events.publishing import publish
from spaces.actions.roles import grant_space_role
from spaces.events import SpaceChanged
from spaces.models import Brand, Space
from spaces.rules import may_brand


@transaction.atomic
def save_space(*, by: Member, space: Space | None = None, **fields: Any) -> Space:
    """Make a space or change one. Its leader becomes its evangelist; who may see it is asked of open pages again."""
    demand(may_brand(by))
    space = Space.objects.select_for_update(of=("self",)).get(pk=space.pk) if space else Space()
    for name, value in fields.items():
        setattr(space, name, value)
    space.version = (space.version or 0) + 1
    space.save()
    # The brand's style sheet shows the hues of open spaces: ask for it anew.
    Brand.objects.update(version=F("version") + 1)
    if space.leader:
        grant_space_role(
            by=by,
            member=space.leader,
            space=space,
            role=Role.EVANGELIST,
            reason=_("Leads the space."),
        )
    publish(SpaceChanged(space_id=space.pk))
    return space
