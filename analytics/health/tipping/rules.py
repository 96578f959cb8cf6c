"""Who reads whether a space is past its tipping point, and who may part it."""

from django.utils.translation import gettext as _

from accounts.models import Viewer
from accounts.rules import may_grant_roles
from core.rules import ALLOWED, Verdict, denied
from forums.boards.rules import may_keep_boards
from spaces.models import Space
from spaces.rules import may_brand, may_moderate


def may_split(viewer: Viewer, space: Space | int) -> Verdict:
    """Conversations are moved by managers of the space, and so are the boards made for them."""
    if may_moderate(viewer, space) and may_keep_boards(viewer, space):
        return ALLOWED
    return denied(_("Spaces are parted by their community managers. Ask one of them."))


def may_split_off(viewer: Viewer, space: Space | int) -> Verdict:
    """A space of its own is made by somebody who also makes spaces, and gives its roles to those who hold them here."""
    verdict = may_split(viewer, space)
    if not verdict:
        return verdict
    if may_brand(viewer) and may_grant_roles(viewer):
        return ALLOWED
    return denied(_("A space of its own is made by an administrator who keeps this one, too."))
