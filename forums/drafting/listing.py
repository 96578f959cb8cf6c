"""The page of one's drafts: three queries, whatever is on it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Member
from forums.models import Draft, KeptWords, Post, Topic

MOST = 100
EXCERPT = 300


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: uuid.UUID
    what: str
    title: str
    """Of the conversation; empty where the member may no longer read it."""
    url: str
    """Where it is written on; empty where that is not open any more."""
    words: str
    earlier: list[str]
    when: datetime


def drafts_of(member: Member) -> list[DraftRow]:
    """Newest first: questions on their way, replies, edits."""
    asked = Draft.objects.unposted().filter(member=member).exclude(title="", source="")
    theirs = KeptWords.objects.filter(member=member).select_related("post")
    kept = list(theirs.order_by("-updated_at")[:MOST])
    topic_ids = {words.topic_id or words.post.topic_id for words in kept}  # type: ignore[union-attr]
    titles = dict(
        Topic.objects.readable_by(member).filter(pk__in=topic_ids).values_list("pk", "title")
    )
    rows = [_asked(draft) for draft in asked.order_by("-updated_at")[:MOST]]
    rows += [_kept(words, titles) for words in kept]
    return sorted(rows, key=lambda row: row.when, reverse=True)


def _asked(draft: Draft) -> DraftRow:
    return DraftRow(
        id=draft.pk,
        what=_("A new conversation"),
        title=draft.title or _("Without a title yet"),
        url=f"{reverse('forums:ask')}?draft={draft.pk}",
        words=draft.source[:EXCERPT],
        earlier=draft.earlier,
        when=draft.updated_at,
    )


def _kept(words: KeptWords, titles: dict[int, str]) -> DraftRow:
    post: Post | None = words.post
    topic_id = post.topic_id if post else words.topic_id
    title = titles.get(topic_id, "")  # type: ignore[arg-type]
    url = (
        reverse("forums:post_edit", args=[post.pk])
        if post
        else reverse("forums:reply", args=[topic_id])
    )
    return DraftRow(
        id=words.pk,
        what=_("An edit of your post in") if post else _("A reply in"),
        title=title,
        url=url if title else "",
        words=words.source if not title else words.source[:EXCERPT],
        earlier=words.earlier,
        when=words.updated_at,
    )
