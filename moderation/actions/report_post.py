from django.db import transaction

from accounts.models import Member
from accounts.standing.rights import report_weight
from core.rules import demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.models import Post
from moderation.actions.hold_post import hold_if_heavy
from moderation.events import PostReported
from moderation.models import Report
from moderation.rules import may_report_post


@transaction.atomic
def report_post(*, reporter: Member, post: Post, reason: str, note: str = "") -> Report:
    """Complain about a post; the same person's open report on it is returned, not doubled.

    Where the open reports weigh enough, the post is held back until a manager has looked at it.
    The post's row is locked, so that a report either comes before a decision (and is closed by it)
    or finds the post hidden. Raises NotAllowed for one's own posts and for hidden ones.
    """
    locked = lock_post(post)
    demand(may_report_post(reporter, locked))
    report, is_new = Report.objects.open().get_or_create(
        post=locked,
        reporter=reporter,
        defaults={
            "reason": reason,
            "note": note.strip(),
            "weight": report_weight(reporter),
        },
    )
    if is_new:
        publish(PostReported(report_id=report.pk, post_id=locked.pk))
        hold_if_heavy(post=locked)
    return report
