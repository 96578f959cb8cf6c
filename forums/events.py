"""What happens in forums. Ids only; whoever listens reads the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TopicOpened:
    topic_id: int
    post_id: int
    author_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class PostCreated:
    """A reply (not the opening post, which is TopicOpened)."""

    post_id: int
    topic_id: int
    author_id: int


@dataclass(frozen=True, slots=True)
class PostEdited:
    post_id: int
    topic_id: int
    by_id: int
    revision_id: int | None = None
    """The row that keeps what it said before."""


@dataclass(frozen=True, slots=True)
class PostWikiTurned:
    """A post was opened for others to edit, or closed again."""

    post_id: int
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class RevisionStruck:
    """An earlier wording was struck out, or given back."""

    revision_id: int
    post_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PostDeleted:
    post_id: int
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PostRestored:
    post_id: int
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class PostHidden:
    post_id: int
    topic_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class PostUnhidden:
    post_id: int
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class SolutionMarked:
    topic_id: int
    post_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class SolutionWithdrawn:
    topic_id: int
    post_id: int
    by_id: int | None


@dataclass(frozen=True, slots=True)
class PostThanked:
    post_id: int
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class BoardChanged:
    """A board was made or changed, or somebody was let into it or no more; who may read it may have changed with it."""

    board_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class BoardDeleted:
    board_id: int
    space_id: int


@dataclass(frozen=True, slots=True)
class ReactionChanged:
    """Somebody reacts in another way, or no more."""

    post_id: int
    topic_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class BookmarkDue:
    """A member asked to be reminded of a post, and now is the time."""

    bookmark_id: int


@dataclass(frozen=True, slots=True)
class TagChanged:
    """A tag was described, renamed, joined with another or deleted, or that was undone."""

    change_id: int


@dataclass(frozen=True, slots=True)
class TopicRewritten:
    """Somebody left the community: what they had written here, or what called them by name, reads otherwise now."""

    topic_id: int
