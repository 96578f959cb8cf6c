"""Live: the people who have a topic open are told what changed."""

from core.live import tell
from events.registry import subscribe
from forums import events
from forums.models import Topic


@subscribe(events.PostCreated, name="forums.tell_of_post")
def tell_of_post(fact: events.PostCreated) -> None:
    tell(f"topic:{fact.topic_id}", "post-created", post=fact.post_id)


@subscribe(
    events.PostEdited,
    events.PostDeleted,
    events.PostRestored,
    events.PostHidden,
    events.PostUnhidden,
    events.PostThanked,
    name="forums.tell_of_change",
)
def tell_of_change(fact: events.PostEdited) -> None:
    tell(f"topic:{fact.topic_id}", "post-changed", post=fact.post_id)


@subscribe(events.SolutionMarked, events.SolutionWithdrawn, name="forums.tell_of_solution")
def tell_of_solution(fact: events.SolutionMarked) -> None:
    tell(f"topic:{fact.topic_id}", "post-changed", post=fact.post_id)
    tell(
        f"topic:{fact.topic_id}",
        "state-changed",
        solved=Topic.objects.filter(pk=fact.topic_id, solved_at__isnull=False).exists(),
    )
