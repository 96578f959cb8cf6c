from typing import Any

from django.utils.translation import gettext as _
from taggit.models import Tag

from accounts.models import Member, Part, Viewer
from accounts.showing.profiles import may_see_part
from core.rules import ALLOWED, Verdict, denied
from forums.tagging.queries import is_seen
from notifications.models.subscription import Target


def may_follow(viewer: Viewer, target: Target) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to follow."))
    if not is_open_to(viewer, target):
        return denied(_("This is not open to you."))
    return ALLOWED


def is_open_to(viewer: Viewer, target: Target) -> bool:
    """Whether there is, for this viewer, such a thing to follow."""
    if isinstance(target, Member):
        return is_person_open_to(viewer, target)
    if isinstance(target, Tag):
        return is_seen(viewer, target)
    kind: Any = type(target)
    return bool(kind.objects.visible_to(viewer).filter(pk=target.pk).exists())


def is_person_open_to(viewer: Viewer, person: Member) -> bool:
    """Another active member who shows what they wrote to the viewer.

    Also one who blocked them: nobody is to learn of a block by a button that is gone. They hear nothing.
    """
    if viewer.pk == person.pk or not person.is_active or person.is_placeholder:
        return False
    return may_see_part(viewer, person, Part.ACTIVITY)
