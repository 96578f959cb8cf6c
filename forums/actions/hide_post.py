from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.actions.recount import settle_state
from forums.actions.solution import restore_solution, withdraw_if_solution
from forums.events import PostHidden, PostUnhidden
from forums.models import Post, PostHiding
from forums.rules import may_hide_post


@transaction.atomic
def hide_post(*, by: Member | None, post: Post, reason: str) -> PostHiding:
    """Hide a post with a reason; hiding a hidden post returns the hiding that holds.

    Its author still sees it, with the reason. Raises NotAllowed for anyone but moderators of its space. `by`
    nobody: members' reports did it, and moderation asked its own rule.
    """
    post = lock_post(post)
    if by:
        demand(may_hide_post(by, post))
    hiding, is_new = PostHiding.objects.filter(lifted_at=None).get_or_create(
        post=post, lifted_at=None, defaults={"hidden_by": by, "reason": reason}
    )
    if is_new:
        withdraw_if_solution(by=by, post=post)
        settle_state(post=post)
        publish(PostHidden(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk if by else None))
    return hiding


@transaction.atomic
def unhide_post(*, by: Member, post: Post) -> Post:
    """Lift the hiding; a post that was the solution when it was hidden is the solution again."""
    post = lock_post(post)
    demand(may_hide_post(by, post))
    hiding = post.hidings.filter(lifted_at=None).first()
    if hiding:
        hiding.lifted_at, hiding.lifted_by = timezone.now(), by
        hiding.save(update_fields=["lifted_at", "lifted_by"])
        settle_state(post=post)
        restore_solution(by=by, post=post, hidden_at=hiding.hidden_at)
        publish(PostUnhidden(post_id=post.pk, topic_id=post.topic_id, by_id=by.pk))
    return post
