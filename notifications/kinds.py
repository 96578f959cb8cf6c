"""Who hears of what happens to questions and ideas beside their posts."""

from accounts.models import Member
from events.registry import subscribe
from forums.kinds.events import DuplicateMarked, IdeaStatusChanged, MeTooSaid
from forums.models import IdeaVote, State, Topic
from notifications.actions import follow_by_writing, tell
from notifications.actions.tell import Notice
from notifications.audience import followers_of, seeing
from notifications.models import Kind


@subscribe(MeTooSaid, name="notifications.follow_by_asking_too")
def let_askers_follow(event: MeTooSaid) -> None:
    """Who has the question, too, waits for the same answer."""
    topic = Topic.objects.get(pk=event.topic_id)
    follow_by_writing(member=Member.objects.get(pk=event.by_id), topic=topic)


@subscribe(DuplicateMarked, name="notifications.tell_of_duplicate")
def tell_of_duplicate(event: DuplicateMarked) -> None:
    topic = _shown(event.topic_id)
    if topic:
        key = f"duplicate:{topic.pk}:{event.original_id}"
        told = seeing(topic, Member.objects.filter(pk=topic.author_id))
        _tell(topic, Kind.DUPLICATE, told, key=key, actor_id=event.by_id)


@subscribe(IdeaStatusChanged, name="notifications.tell_of_status")
def tell_of_status(event: IdeaStatusChanged) -> None:
    """Who wanted it hears what the company says to it, those included who wanted what became part of it."""
    topic = _shown(event.topic_id)
    if topic:
        voters = Member.objects.filter(pk__in=IdeaVote.objects.filter(topic=topic).values("member"))
        told = seeing(topic, voters) | followers_of(topic)
        _tell(topic, Kind.STATUS, told, key=f"status:{event.change_id}", actor_id=event.by_id)


def _shown(topic_id: int) -> Topic | None:
    return (
        Topic.objects.filter(pk=topic_id, state=State.VISIBLE)
        .select_related("board__space")
        .first()
    )


def _tell(topic: Topic, kind: str, told: set[int], *, key: str, actor_id: int) -> None:
    notice = Notice(
        key=key,
        kind=kind,
        url=topic.get_absolute_url(),
        actor_id=actor_id,
        topic_id=topic.pk,
    )
    tell(member_ids=told - {actor_id}, notice=notice)
