"""What becomes of the marks "this solved it" when posts or kinds change. The caller holds the topics' locks."""

from collections.abc import Iterable

from django.utils import timezone

from forums.actions.solution import settle_solved
from forums.models import Solution, Topic


def keep_solutions_off(topic: Topic) -> list[int]:
    """Take the marks off a topic that is a question no more; returns which, for `let_solutions_hold`."""
    held = list(Solution.objects.in_force().filter(topic=topic).values_list("pk", flat=True))
    _take_off(held)
    settle_solved(topic)
    return held


def let_solutions_hold(solution_ids: Iterable[int], topic: Topic) -> None:
    """Bring marks back that a curation took off, where nobody marked the post again meanwhile."""
    marked = Solution.objects.in_force().filter(topic=topic).values("post")
    waiting = Solution.objects.filter(pk__in=list(solution_ids), topic=topic)
    waiting.exclude(post__in=marked).update(withdrawn_at=None)
    settle_solved(topic)


def bring_solutions(source: Topic, target: Topic) -> list[int]:
    """After posts went from one to the other: their marks come along, and hold where that is a question.

    Returns those that hold no more.
    """
    arrived = Solution.objects.filter(topic=source, post__topic=target)
    off = []
    for mark in arrived.in_force().select_related("post"):
        if not target.is_question or mark.post.opens_topic:
            off.append(mark.pk)
    _take_off(off)
    arrived.update(topic=target)
    settle_solved(source)
    settle_solved(target)
    return off


def _take_off(solution_ids: list[int]) -> None:
    Solution.objects.filter(pk__in=solution_ids).update(withdrawn_at=timezone.now())
