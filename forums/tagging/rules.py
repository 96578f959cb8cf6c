from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Role, Viewer
from accounts.standing.rights import is_newcomer
from core.rules import ALLOWED, Verdict, denied
from forums.tagging.names import MOST_TAGS, normal_names
from forums.tagging.queries import seen_among
from spaces.rules import roles_by_space


def may_tag(viewer: Viewer, names: list[str]) -> Verdict:
    """Whether they may give these tags: five at most, and newcomers only such as they see in use."""
    wanted = normal_names(names)
    if len(wanted) > MOST_TAGS:
        return denied(_("Five tags are enough: name the ones that matter."))
    if not wanted or not is_newcomer(viewer):
        return ALLOWED
    if viewer.is_authenticated and roles_by_space(viewer):
        return ALLOWED
    unknown = [name for name in wanted if name not in seen_among(viewer, wanted)]
    if not unknown:
        return ALLOWED
    return denied(
        ngettext(
            "There is no tag %(names)s yet, and new ones are made by members of trust level 1 and up. Leave it out for now.",
            "There are no tags %(names)s yet, and new ones are made by members of trust level 1 and up. Leave them out for now.",
            len(unknown),
        )
        % {"names": ", ".join(f"“{name}”" for name in unknown)}
    )


def may_keep_tags(viewer: Viewer) -> Verdict:
    """Describe, rename, join and delete tags: they are one set for all spaces."""
    if viewer.is_authenticated and viewer.has_role(Role.MANAGER, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Tags are kept by community managers and administrators."))
