from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums import actions as forums
from moderation.actions.telling import tell_of_undoing
from moderation.events import ActUndone
from moderation.models import ModerationAct, Report
from moderation.rules import may_undo_act


@transaction.atomic
def undo_act(*, by: Member, act: ModerationAct) -> ModerationAct:
    """Take a decision back: a hidden post is shown again, dismissed reports are open again.

    Undoing twice changes nothing more. Raises NotAllowed for others than managers of the space, and
    for the author of the post.
    """
    act = (
        ModerationAct.objects.select_for_update(of=("self",))
        .select_related("post__topic")
        .get(pk=act.pk)
    )
    if act.is_undone:
        return act
    demand(may_undo_act(by, act))
    act.undone_by, act.undone_at = by, timezone.now()
    act.save(update_fields=["undone_by", "undone_at"])
    reporters = set(act.reports.values_list("reporter", flat=True))
    if act.kind == ModerationAct.Kind.HIDE and act.post:
        forums.unhide_post(by=by, post=act.post)
    else:
        _reopen_reports(act)
    publish(ActUndone(act_id=act.pk, by_id=by.pk))
    tell_of_undoing(act, reporters)
    return act


def _reopen_reports(act: ModerationAct) -> None:
    """Those whose reporter has not reported the post anew since."""
    anew = Report.objects.open().filter(post=act.post_id).values("reporter")
    act.reports.exclude(reporter__in=anew).update(decision="", decided_at=None, decided_by=None)
