"""Write first, sign in after: what a visitor wrote waits for them and is posted once."""

import uuid
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.actions import keep_act, settle_act
from accounts.models import Member, Viewer
from core.rules import NotAllowed
from forums.actions.kinds.poll import open_poll, wish_of
from forums.actions.open_topic import open_topic
from forums.models import Board, Draft, KeptWords, Topic
from forums.tagging.rules import may_tag


@transaction.atomic
def save_draft(
    *,
    viewer: Viewer,
    browser_id: uuid.UUID | None,
    key: uuid.UUID,
    board: Board | None,
    kind: str,
    title: str,
    source: str,
    tags: str = "",
    poll: dict[str, Any] | None = None,
    is_ready: bool = False,
    known: int | None = None,
) -> Draft | None:
    """Keep what the form holds, under the form's key; None when that key is somebody else's or already posted.

    `known`: the version the form has seen; words it had not seen are kept beside those that took their place.
    """
    member = viewer if isinstance(viewer, Member) else None
    fields: dict[str, Any] = {
        "board": board,
        "kind": kind,
        "title": title,
        "tags": tags,
        "is_ready": is_ready,
    }
    if poll is not None or is_ready:  # saved while typing, the poll it was kept with stays
        fields["poll"] = poll
    draft, is_new = Draft.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        pk=key,
        defaults={
            "member": member,
            "browser_id": browser_id,
            "source": source,
            "version": 1,
            **fields,
        },
    )
    if not is_new:
        if draft.posted_topic_id or not _is_theirs(draft, member, browser_id):
            return None
        draft.take(source, known)
        for name, value in fields.items():
            setattr(draft, name, value)
        draft.member = member or draft.member
        draft.save()
    if member is None and browser_id is not None:
        _let_wait(draft, browser_id)
    return draft


def _let_wait(draft: Draft, browser_id: uuid.UUID) -> None:
    """A visitor's draft is a waiting act as well: of kind "forums.topic", with the same key."""
    keep_act(
        key=draft.pk,
        browser_id=browser_id,
        kind="forums.topic",
        facts={"draft": str(draft.pk)},
        label=draft.title or _("A question"),
        text=draft.source,
        back=reverse("forums:ask"),
        is_asked=draft.is_ready,
    )


def _is_theirs(draft: Draft, member: Member | None, browser_id: uuid.UUID | None) -> bool:
    if draft.member_id is not None:
        return member is not None and draft.member_id == member.pk
    return draft.browser_id == browser_id


@transaction.atomic
def post_draft(*, by: Member, draft: Draft) -> Topic:
    """Make the topic of a draft, once: the draft's id is the post's idempotency key."""
    draft = Draft.objects.select_for_update(of=("self",), no_key=True).get(pk=draft.pk)
    if draft.posted_topic:
        return draft.posted_topic
    if not Board.objects.visible_to(by).filter(pk=draft.board_id or 0).exists():
        raise NotAllowed(_("The board this was written for is gone. Choose another."))
    assert draft.board  # noqa: S101 - it was just found
    tags = [tag.strip() for tag in draft.tags.split(",") if tag.strip()]
    tags = [tag for tag in tags if may_tag(by, [tag])]  # a tag is never what a question fails on
    topic = open_topic(
        author=by,
        board=draft.board,
        kind=draft.kind,
        title=draft.title,
        source=draft.source,
        tags=tags,
        key=draft.pk,
    )
    if draft.poll:
        open_poll(by=by, topic=topic, wish=wish_of(draft.poll))
        topic.has_poll = True
    draft.member, draft.posted_topic = by, topic
    draft.title = draft.source = ""
    draft.earlier = []
    draft.poll = None
    draft.save()
    settle_act(key=draft.pk, by=by, landing=topic.get_absolute_url())
    return topic


@transaction.atomic
def adopt_drafts(*, member: Member, browser_id: uuid.UUID | None) -> int:
    """What this browser's visitor wrote becomes the member's; posting what was sent is the waiting act's. Returns how many."""
    if browser_id is None:
        return 0
    return Draft.objects.unposted().filter(browser=browser_id, member=None).update(member=member)


def expire_drafts() -> int:
    """Delete drafts nobody touched: a visitor's after seven days, a member's after thirty; returns how many."""
    return Draft.objects.expired().delete()[0] + KeptWords.objects.expired().delete()[0]
