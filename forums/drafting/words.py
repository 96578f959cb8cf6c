"""Replies and edits are kept while they are written: one text a member and place, the same on every device."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from accounts.models import Member
from core.planned import planned
from forums.models import KeptWords, Post, Topic

Place = Topic | Post
"""Where one writes: a topic that is replied to, a post that is edited."""


# Asked after every post, and mostly there is nothing: planned once, and no transaction of its own.
_SETTLE = """
DELETE FROM forums_keptwords WHERE member_id = %(member)s AND {}_id = %(place)s AND earlier = '[]'
    AND (strpos(%(source)s, source) > 0 OR browser_id = %(browser)s)
RETURNING id
"""
_SETTLE_IN_TOPIC, _SETTLE_IN_POST = _SETTLE.format("topic"), _SETTLE.format("post")


@dataclass(frozen=True, slots=True)
class Kept:
    """`words`: what is kept now, None where nothing is; `was_posted`: the form was sent before."""

    words: KeptWords | None
    was_posted: bool = False


def kept_words(member: Member, place: Place) -> KeptWords | None:
    return KeptWords.objects.filter(member=member, **_at(place)).first()


@transaction.atomic
def save_words(
    *,
    member: Member,
    place: Place,
    source: str,
    known: int,
    browser_id: uuid.UUID | None = None,
    key: uuid.UUID | None = None,
) -> Kept:
    """Keep what is being written; `known` is the version its tab has seen, `key` the form's own.

    The newer words win. Those they took the place of unseen stay beside them, in `earlier`.
    """
    if key and Post.objects.filter(author=member, key=key).exists():
        return Kept(None, was_posted=True)  # it was saved on its way, and the post was quicker
    at = _at(place)
    if not source.strip() or (isinstance(place, Post) and source == place.source):
        KeptWords.objects.filter(member=member, version__lte=known, **at).delete()
        return Kept(None)
    new = {"source": source, "browser_id": browser_id, "version": 1}
    words, is_new = KeptWords.objects.select_for_update(of=("self",), no_key=True).get_or_create(
        member=member, **at, defaults=new
    )
    if not is_new:
        words.take(source, known)
        words.browser_id = browser_id
        words.save()
    return Kept(words)


def settle_words(
    *, member: Member, place: Place, source: str, browser_id: uuid.UUID | None = None
) -> None:
    """What was kept here was posted, and goes; other words, from another device, stay for later."""
    values = {"member": member.pk, "place": place.pk, "browser": browser_id, "source": source}
    planned(_SETTLE_IN_TOPIC if isinstance(place, Topic) else _SETTLE_IN_POST, values)


def discard_words(*, member: Member, words_id: uuid.UUID) -> bool:
    """Throw one's own words away; whether there were any."""
    return bool(KeptWords.objects.filter(member=member, pk=words_id).delete()[0])


def _at(place: Place) -> dict[str, Place]:
    return {"topic": place} if isinstance(place, Topic) else {"post": place}
