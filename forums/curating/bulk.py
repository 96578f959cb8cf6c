"""The same act on several topics of a list. Each is done by itself: what one topic refuses does not stop the others."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from accounts.models import Member
from core.rules import NotAllowed
from forums.curating.changing import move_topic, retag_topic
from forums.curating.holding import archive_topic, close_topic
from forums.curating.merging import merge_topics
from forums.models import Board, Curation, Topic

MOST = 100


@dataclass(slots=True)
class Outcome:
    done: list[Curation] = field(default_factory=list)
    refused: list[tuple[Topic, str]] = field(default_factory=list)
    """Each with the reason, in words for who asked."""


def each_of(
    topics: Sequence[Topic], act: Callable[[Topic], Curation | Sequence[Curation] | None]
) -> Outcome:
    outcome = Outcome()
    for topic in topics:
        try:
            made = act(topic)
        except NotAllowed as error:
            outcome.refused.append((topic, str(error)))
            continue
        if made is None:
            continue
        outcome.done += [made] if isinstance(made, Curation) else list(made)
    return outcome


def close_topics(*, by: Member, topics: Sequence[Topic], reason: str) -> Outcome:
    return each_of(topics, lambda topic: close_topic(by=by, topic=topic, reason=reason))


def archive_topics(*, by: Member, topics: Sequence[Topic], reason: str) -> Outcome:
    return each_of(topics, lambda topic: archive_topic(by=by, topic=topic, reason=reason))


def move_topics(*, by: Member, topics: Sequence[Topic], board: Board, reason: str) -> Outcome:
    return each_of(topics, lambda topic: move_topic(by=by, topic=topic, board=board, reason=reason))


def merge_into(*, by: Member, topics: Sequence[Topic], into: Topic, reason: str) -> Outcome:
    """All of them into one, which may be among them."""
    return each_of(
        [topic for topic in topics if topic.pk != into.pk],
        lambda topic: merge_topics(by=by, topics=[topic], into=into, reason=reason),
    )


def tag_topics(*, by: Member, topics: Sequence[Topic], tags: Sequence[str], reason: str) -> Outcome:
    """Give these tags besides those each topic has."""
    return each_of(
        topics,
        lambda topic: retag_topic(
            by=by, topic=topic, tags=[*topic.tag_names, *tags], reason=reason
        ),
    )
