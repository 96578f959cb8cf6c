"""Reports that weigh enough hold a post back until a manager has looked at it; what the manager decides, holds."""

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from forums import actions as forums
from forums.models import Post
from moderation.actions.telling import tell_author_of_holding, tell_of_undoing
from moderation.models import ModerationAct, Report
from spaces.rules import roles_by_space

HOLD_AT = 6
KNOWN = 2
"""One of the reports must weigh this much: newcomers alone, however many accounts they open, hold nothing."""


def hold_if_heavy(*, post: Post) -> ModerationAct | None:
    """Inside an action that holds the locks of the post and its topic."""
    weights = (
        Report.objects.open().filter(post=post).aggregate(all=Sum("weight"), most=Max("weight"))
    )
    if (weights["all"] or 0) < HOLD_AT or weights["most"] < KNOWN:
        return None
    if _speaks_for_the_company(post.author) or _was_looked_at(post):
        return None
    reason = _("Several members reported it. A community manager looks at it.")
    forums.hide_post(by=None, post=post, reason=reason)
    act = ModerationAct.objects.create(
        kind=ModerationAct.Kind.HOLD,
        actor=None,
        space_id=post.topic.space_id,
        post=post,
        reason=reason,
    )
    tell_author_of_holding(act)
    return act


def release_if_held(*, by: Member, post: Post) -> None:
    """A manager keeps the post: it is shown again."""
    held = post.moderation_acts.filter(kind=ModerationAct.Kind.HOLD, undone_at=None).first()
    if held is None:
        return
    held.undone_by, held.undone_at = by, timezone.now()
    held.save(update_fields=["undone_by", "undone_at"])
    forums.unhide_post(by=by, post=post)
    tell_of_undoing(held, set())


def _speaks_for_the_company(author: Member) -> bool:
    return bool(author.roles or roles_by_space(author))


def _was_looked_at(post: Post) -> bool:
    """Held once already, or kept by a manager: more of the same reports only wait in the queue."""
    kinds = [ModerationAct.Kind.HOLD, ModerationAct.Kind.KEEP]
    return post.moderation_acts.filter(kind__in=kinds).exists()
