from django.db import transaction

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.models import Post
from moderation.events import PostReported
from moderation.models import Report
from moderation.rules import may_report_post


@transaction.atomic
def report_post(*, reporter: Member, post: Post, reason: str, note: str = "") -> Report:
    """Complain about a post; the same person's open report on it is returned, not doubled.

    The post's row is locked, so that a report either comes before a decision (and is closed by it)
    or finds the post hidden. Raises NotAllowed for one's own posts and for hidden ones.
    """
    locked = Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    demand(may_report_post(reporter, locked))
    report, is_new = Report.objects.open().get_or_create(
        post=locked, reporter=reporter, defaults={"reason": reason, "note": note.strip()}
    )
    if is_new:
        publish(PostReported(report_id=report.pk, post_id=locked.pk))
    return report
