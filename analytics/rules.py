"""Who sees what: executives all of it, evangelists the figures of the spaces they lead, managers those of their work."""

from django.utils.translation import gettext as _

from accounts.models import Role, Viewer
from core.rules import ALLOWED, Verdict, denied
from forums.models import Board
from spaces.rules import roles_by_space


def may_see_insights(viewer: Viewer) -> Verdict:
    """Everything there is: money, leads, single stories, what people wrote to support."""
    if viewer.is_authenticated and viewer.has_role(Role.EXECUTIVE, Role.ADMINISTRATOR):
        return ALLOWED
    return denied(_("Only executives and administrators read the community's figures."))


def may_see_figures(viewer: Viewer) -> Verdict:
    """What came of wishes for help, as far as `spaces_of_figures` says: numbers and conversations, nobody's story."""
    if may_see_insights(viewer) or spaces_of_figures(viewer):
        return ALLOWED
    return denied(
        _("Executives read the community's figures, and evangelists those of the spaces they lead.")
    )


def may_see_work(viewer: Viewer) -> Verdict:
    """How long people wait and how much is answered, as far as `spaces_of_work` says."""
    if may_see_insights(viewer) or spaces_of_work(viewer) != frozenset():
        return ALLOWED
    return denied(
        _("Executives, evangelists and community managers read how questions are answered.")
    )


def spaces_of_figures(viewer: Viewer) -> frozenset[int] | None:
    """The spaces whose figures they may have; None: all."""
    return None if may_see_insights(viewer) else _spaces_of(viewer, Role.EVANGELIST)


def spaces_of_work(viewer: Viewer) -> frozenset[int] | None:
    if may_see_insights(viewer) or (viewer.is_authenticated and viewer.has_role(Role.MANAGER)):
        return None
    return _spaces_of(viewer, Role.EVANGELIST, Role.MANAGER)


def boards_closed(viewer: Viewer, spaces: frozenset[int] | None) -> frozenset[int]:
    """Boards of these spaces whose figures they may not have, since they may not read them; None: whoever has the
    figures of all spaces has those of all boards."""
    if not spaces:
        return frozenset()
    there = Board.objects.filter(space__in=spaces)
    readable = Board.objects.visible_to(viewer).filter(space__in=spaces)
    return frozenset(there.exclude(pk__in=readable.values("pk")).values_list("pk", flat=True))


def _spaces_of(viewer: Viewer, *roles: str) -> frozenset[int]:
    if not viewer.is_authenticated:
        return frozenset()
    held = roles_by_space(viewer)
    return frozenset(space for space, theirs in held.items() if not theirs.isdisjoint(roles))


def may_set_assumptions(viewer: Viewer) -> Verdict:
    if may_see_insights(viewer):
        return ALLOWED
    return denied(_("Only executives and administrators answer for the assumptions."))


def may_see_leads(viewer: Viewer) -> Verdict:
    if may_see_insights(viewer):
        return ALLOWED
    return denied(_("Only executives and administrators see who agreed to be contacted."))


def may_note(viewer: Viewer) -> Verdict:
    if may_see_insights(viewer):
        return ALLOWED
    return denied(_("Only executives and administrators write on the time line."))
