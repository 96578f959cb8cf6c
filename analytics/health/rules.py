"""Who answers for how a space is, and to whom names are said. Who reads it: `analytics.rules.spaces_of_work`."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.boards.rules import may_keep_boards
from spaces.rules import holds_role


def may_grade_alarm(viewer: Viewer, space_id: int) -> Verdict:
    if holds_role(viewer, space_id, Role.MANAGER, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Alarms are graded by those who keep the space: its managers."))


def may_open_flash(viewer: Viewer, space_id: int) -> Verdict:
    return may_keep_boards(viewer, space_id)


def may_see_names(viewer: Viewer, space_id: int) -> Verdict:
    """Names of members who answer much, so that somebody can be asked to stand in: for those who would ask them."""
    if holds_role(viewer, space_id, Role.MANAGER, Role.EVANGELIST):
        return ALLOWED
    return denied(_("Members' names stand here for those who keep or lead the space."))
