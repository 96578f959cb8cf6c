"""What a level opens. One place: rules, actions and the pages that explain it ask here."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Member, Viewer

NEWCOMERS_LINKS = 2
NEWCOMERS_PICTURES = 1
REPORT_WEIGHTS = {0: 1, 1: 1, 2: 2, 3: 3, 4: 4}


def is_newcomer(viewer: Viewer) -> bool:
    """A visitor, or a member of level 0 whom nobody gave a role."""
    if not isinstance(viewer, Member):
        return True
    return viewer.trust == Member.Trust.NEW and not viewer.roles


def most_links(viewer: Viewer) -> int | None:
    """Links to other sites that one post may have; None: any number."""
    return NEWCOMERS_LINKS if is_newcomer(viewer) else None


def most_pictures(viewer: Viewer) -> int | None:
    return NEWCOMERS_PICTURES if is_newcomer(viewer) else None


def report_weight(member: Member) -> int:
    """How much a report of theirs counts in the queue."""
    return REPORT_WEIGHTS[member.trust]


RIGHTS: dict[int, list[str | Promise]] = {
    0: [
        _("Ask, reply, thank and report"),
        _("Up to 2 links to other sites and 1 picture in a post"),
    ],
    1: [
        _("Any number of links and pictures in a post"),
        _("The links of your profile are shown to others"),
    ],
    2: [
        _("Your reports count double: they come up sooner in the managers' queue"),
        _("A post that you and others report may be held back until a manager has looked at it"),
    ],
    3: [_("Your reports count three times")],
    4: [_("Your reports count four times")],
}
"""What each level adds, in words. Only what holds stands here."""
