"""Who reads whether a space is past its tipping point, and who may part it."""

from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.boards.rules import may_keep_boards
from spaces.models import Space
from spaces.rules import may_moderate


def may_split(viewer: Viewer, space: Space | int) -> Verdict:
    """Conversations are moved by managers of the space, and so are the boards made for them."""
    if may_moderate(viewer, space) and may_keep_boards(viewer, space):
        return ALLOWED
    return denied(_("Spaces are parted by their community managers. Ask one of them."))
