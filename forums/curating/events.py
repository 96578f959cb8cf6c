"""What is done to topics to keep them in order. Ids only; `curation_id` is the row that says why, and what was before.

`by_id` is None where the clock did it. Undoing a change of board, kind, title or tags is one more of the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curated:
    topic_id: int
    curation_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class TopicPinned(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicUnpinned(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicClosed(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicReopened(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicArchived(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicUnarchived(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicMoved(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicKindChanged(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicRetitled(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicRetagged(Curated):
    pass


@dataclass(frozen=True, slots=True)
class TopicsMerged(Curated):
    """The posts of `topic_id` are now in `other_id`."""

    other_id: int


@dataclass(frozen=True, slots=True)
class TopicsUnmerged(TopicsMerged):
    """They are back."""


@dataclass(frozen=True, slots=True)
class TopicSplit(Curated):
    """Some posts of `topic_id` are now in the new topic `other_id`."""

    other_id: int


@dataclass(frozen=True, slots=True)
class TopicSplitUndone(TopicSplit):
    """They are back."""


@dataclass(frozen=True, slots=True)
class TopicTimerChanged:
    """What the clock is to do with a topic was set, or stopped."""

    topic_id: int


OF_ONE = (
    TopicPinned, TopicUnpinned, TopicClosed, TopicReopened, TopicArchived, TopicUnarchived,
    TopicMoved, TopicKindChanged, TopicRetitled, TopicRetagged,
)  # fmt: skip
OF_TWO = (TopicsMerged, TopicsUnmerged, TopicSplit, TopicSplitUndone)
