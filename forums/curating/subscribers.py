"""Live: whoever has the topic open sees what was done to it."""

from core.live import tell
from events.registry import subscribe
from forums.curating import events
from forums.models import Post


@subscribe(events.TopicTimerChanged, *events.OF_ONE, name="forums.tell_of_curating")
def tell_of_curating(fact: events.Curated | events.TopicTimerChanged) -> None:
    tell(f"topic:{fact.topic_id}", "state-changed")


@subscribe(*events.OF_TWO, name="forums.tell_of_passing")
def tell_of_passing(fact: events.TopicsMerged) -> None:
    """Both topics' pages ask for their state, and the one that got posts for what is newer."""
    for topic_id in (fact.topic_id, fact.other_id):
        tell(f"topic:{topic_id}", "state-changed")
    if isinstance(fact, events.TopicsMerged) and not isinstance(fact, events.TopicsUnmerged):
        newest = Post.objects.filter(topic=fact.other_id).order_by("-number").first()
        if newest:
            tell(f"topic:{fact.other_id}", "post-created", post=newest.pk)
