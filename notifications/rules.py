from django.utils.translation import gettext as _

from accounts.models import Viewer
from core.rules import ALLOWED, Verdict, denied
from notifications.models.subscription import Target


def may_follow(viewer: Viewer, target: Target) -> Verdict:
    if not viewer.is_authenticated:
        return denied(_("Sign in to follow."))
    if not type(target).objects.visible_to(viewer).filter(pk=target.pk).exists():
        return denied(_("This is not open to you."))
    return ALLOWED
