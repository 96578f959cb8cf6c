from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.events import SolutionMarked, SolutionWithdrawn
from forums.models import Post, Solution, State
from forums.rules import may_mark_solution


@transaction.atomic
def mark_solution(*, by: Member, post: Post) -> Solution:
    """Say that this post solved the question, instead of any that was marked before.

    Raises NotAllowed for others than the asker and moderators, and for the question itself.
    """
    post = lock_post(post)
    demand(may_mark_solution(by, post.topic))
    if post.opens_topic or post.state != State.VISIBLE:
        raise NotAllowed(_("A visible reply can be the solution."))
    held = Solution.objects.in_force().filter(topic=post.topic).first()
    if held and held.post_id == post.pk:
        return held
    if held:
        _withdraw(by, held)
    solution = Solution.objects.create(topic=post.topic, post=post, marked_by=by)
    post.topic.solved_at = solution.marked_at
    post.topic.save(update_fields=["solved_at"])
    publish(SolutionMarked(topic_id=post.topic_id, post_id=post.pk, by_id=by.pk))
    return solution


@transaction.atomic
def withdraw_solution(*, by: Member, post: Post) -> bool:
    """Take the mark back; False when this post is not the solution."""
    post = lock_post(post)
    demand(may_mark_solution(by, post.topic))
    return withdraw_if_solution(by=by, post=post)


def withdraw_if_solution(*, by: Member | None, post: Post) -> bool:
    """Inside an action that holds the topic's lock: a post that goes stops being the solution."""
    held = Solution.objects.in_force().filter(post=post).first()
    if held is None:
        return False
    _withdraw(by, held)
    post.topic.solved_at = None
    post.topic.save(update_fields=["solved_at"])
    return True


def restore_solution(*, by: Member, post: Post, hidden_at: datetime) -> bool:
    """Inside an action that holds the topic's lock: what hiding withdrew holds again.

    Nobody can mark a hidden post, so a mark withdrawn since then was withdrawn by the hiding. False
    when there is none, the post is not to be seen yet, or another post solved the question meanwhile.
    """
    if post.state != State.VISIBLE or Solution.objects.in_force().filter(topic=post.topic).exists():
        return False
    solution = Solution.objects.filter(post=post, withdrawn_at__gte=hidden_at).first()
    if solution is None:
        return False
    solution.withdrawn_at = None
    solution.save(update_fields=["withdrawn_at"])
    post.topic.solved_at = solution.marked_at
    post.topic.save(update_fields=["solved_at"])
    publish(SolutionMarked(topic_id=post.topic_id, post_id=post.pk, by_id=by.pk))
    return True


def _withdraw(by: Member | None, solution: Solution) -> None:
    solution.withdrawn_at = timezone.now()
    solution.save(update_fields=["withdrawn_at"])
    publish(
        SolutionWithdrawn(
            topic_id=solution.topic_id,
            post_id=solution.post_id,
            by_id=by.pk if by else None,
        )
    )
