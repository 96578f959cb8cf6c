from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.locking import lock_post
from forums.events import SolutionMarked, SolutionWithdrawn
from forums.models import Post, Solution, State, Topic
from forums.rules import may_mark_solution


@transaction.atomic
def mark_solution(*, by: Member, post: Post) -> Solution:
    """Say that this post solved the question, beside any that was marked before.

    Raises NotAllowed for others than the asker and moderators, and for the question itself.
    """
    post = lock_post(post)
    demand(may_mark_solution(by, post.topic))
    if post.opens_topic or post.state != State.VISIBLE:
        raise NotAllowed(_("A visible reply can be the solution."))
    held = Solution.objects.in_force().filter(post=post).first()
    if held:
        return held
    solution = Solution.objects.create(topic=post.topic, post=post, marked_by=by)
    settle_solved(post.topic)
    publish(SolutionMarked(topic_id=post.topic_id, post_id=post.pk, by_id=by.pk))
    return solution


@transaction.atomic
def withdraw_solution(*, by: Member, post: Post) -> bool:
    """Take the mark back; False when this post is not a solution."""
    post = lock_post(post)
    demand(may_mark_solution(by, post.topic))
    return withdraw_if_solution(by=by, post=post)


def withdraw_if_solution(*, by: Member | None, post: Post) -> bool:
    """Inside an action that holds the topic's lock: a post that goes stops being a solution."""
    held = Solution.objects.in_force().filter(post=post).first()
    if held is None:
        return False
    held.withdrawn_at = timezone.now()
    held.save(update_fields=["withdrawn_at"])
    settle_solved(post.topic)
    publish(
        SolutionWithdrawn(topic_id=held.topic_id, post_id=held.post_id, by_id=by.pk if by else None)
    )
    return True


def restore_solution(*, by: Member, post: Post, hidden_at: datetime) -> bool:
    """Inside an action that holds the topic's lock: what hiding withdrew holds again.

    Nobody can mark a hidden post, so a mark withdrawn since then was withdrawn by the hiding. False
    when there is none, the post is not to be seen yet, or its topic is a question no more.
    """
    if not post.topic.is_question:
        return False
    if post.state != State.VISIBLE or Solution.objects.in_force().filter(post=post).exists():
        return False
    solution = Solution.objects.filter(post=post, withdrawn_at__gte=hidden_at).first()
    if solution is None:
        return False
    solution.withdrawn_at = None
    solution.save(update_fields=["withdrawn_at"])
    settle_solved(post.topic)
    publish(SolutionMarked(topic_id=post.topic_id, post_id=post.pk, by_id=by.pk))
    return True


def settle_solved(topic: Topic) -> None:
    """Inside an action that holds the topic's lock: a question is solved since the first mark that holds, or not."""
    held = Solution.objects.in_force().filter(topic=topic).first_marked_first()
    topic.solved_at = held.values_list("marked_at", flat=True).first()
    topic.save(update_fields=["solved_at"])
