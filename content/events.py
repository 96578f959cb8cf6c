"""What happens to articles. Ids only; whoever listens reads the rest."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArticlePublished:
    article_id: int
    author_id: int
    space_id: int
    topic_id: int | None


@dataclass(frozen=True, slots=True)
class ArticleEdited:
    """A published article reads differently now."""

    article_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    article_id: int
    by_id: int


@dataclass(frozen=True, slots=True)
class AssetDownloaded:
    """A member took a file of the library; told once a member and file."""

    download_id: int
    asset_id: int
    member_id: int
