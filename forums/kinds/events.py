"""What happens to topics of a kind. Ids only. Who chose what in a poll is in no event."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeTooSaid:
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class MeTooTakenBack:
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class DuplicateMarked:
    topic_id: int
    original_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class DuplicateLifted:
    topic_id: int
    original_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class IdeaVotesChanged:
    """Somebody voted, took their vote back, or votes were carried."""

    topic_id: int


@dataclass(frozen=True, slots=True)
class IdeaStatusChanged:
    topic_id: int
    change_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PollOpened:
    topic_id: int
    poll_id: int


@dataclass(frozen=True, slots=True)
class PollVoted:
    """A ballot came, changed or went: not whose, and not what it says."""

    topic_id: int
    poll_id: int


@dataclass(frozen=True, slots=True)
class PollClosed:
    topic_id: int
    poll_id: int


@dataclass(frozen=True, slots=True)
class VoiceMeasured:
    """The company's share of what is said in a space changed."""

    space_id: int
