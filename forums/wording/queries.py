"""How a post came to say what it says: its versions, newest first, each beside the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Prefetch

from core.text import diff_html
from forums.models import Post, PostRevision, RevisionStriking

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.safestring import SafeString

    from accounts.models import Member

VERSIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Version:
    """One edit. `before` is the row that keeps the wording it replaced; `diff` is nothing where one was struck out."""

    before: PostRevision
    by: Member | None
    at: datetime
    reason: str
    diff: SafeString | None
    striking: RevisionStriking | None


@dataclass(frozen=True, slots=True)
class History:
    versions: list[Version]
    older: int | None
    """For ?before=, where there are edits older than these."""


def history_of(post: Post, *, before: int | None = None, sees_struck: bool = False) -> History:
    """Up to VERSIONS_A_PAGE edits of a post, newest first, of those older than the revision `before`."""
    strikings = RevisionStriking.objects.filter(lifted_at=None).select_related("struck_by")
    revisions = post.revisions.select_related("edited_by").prefetch_related(
        Prefetch("strikings", strikings, to_attr="held")
    )
    found = revisions.order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: VERSIONS_A_PAGE + 1])
    shown = rows[:VERSIONS_A_PAGE]
    newer = revisions.filter(pk__gt=shown[0].pk).order_by("pk").first() if shown else None
    versions = []
    for row in shown:
        versions.append(_version(row, newer, post, sees_struck))
        newer = row
    return History(versions, shown[-1].pk if len(rows) > VERSIONS_A_PAGE else None)


def _version(
    row: PostRevision, newer: PostRevision | None, post: Post, sees_struck: bool
) -> Version:
    striking = _striking(row)
    is_shown = sees_struck or not (striking or (newer and _striking(newer)))
    after = newer.source if newer else post.source
    return Version(
        before=row,
        by=row.edited_by,
        at=row.edited_at,
        reason=row.reason,
        diff=diff_html(row.source, after) if is_shown else None,
        striking=striking,
    )


def _striking(row: PostRevision) -> RevisionStriking | None:
    held: list[RevisionStriking] = row.held  # type: ignore[attr-defined]
    return held[0] if held else None
