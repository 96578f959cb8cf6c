"""Merge conversations about one thing; the merged one's address leads to where its posts are."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.lines import one_line
from core.rules import NotAllowed, demand
from forums.actions.kinds.carrying import carry_votes, undo_carrying
from forums.actions.locking import lock_topics
from forums.actions.open_topic import slug_of
from forums.curating.carrying import carry, carry_back
from forums.curating.passing import (
    count_both,
    open_anew,
    pass_back,
    pass_posts,
    was_moved_again,
    was_touched_since,
)
from forums.curating.record import note, note_undone, tell_done
from forums.curating.rules import may_curate, may_merge
from forums.curating.solutions import bring_solutions, let_solutions_hold
from forums.models import Curation, Poll, Post, State, Topic, VoteCarrying
from forums.rules import COMPANY_KINDS

Kind = Curation.Kind


@transaction.atomic
def merge_topics(
    *, by: Member, topics: Sequence[Topic], into: Topic, reason: str
) -> list[Curation]:
    """Append the posts of some topics to another, in the order they were written; each merge is undone by itself.

    Raises NotAllowed unless one keeps order in all their spaces, and all are shown.
    """
    target, *sources = lock_topics(into.pk, *(topic.pk for topic in topics))
    for source in sources:
        demand(may_merge(by, source, target))
    return [_merge(by, source, target, reason) for source in sources]


def _merge(by: Member, source: Topic, target: Topic, reason: str) -> Curation:
    curation = note(Kind.MERGE, topic=source, other=target, by=by, reason=reason)
    pass_posts(curation, source.posts.all(), target)
    curation.before = {
        "solutions": bring_solutions(source, target),
        "carried": carry(source, target),
        "poll": _bring_poll(source, target),
    }
    if source.kind == target.kind == Topic.Kind.IDEA:
        carrying = carry_votes(by=by, from_topic=source, to_topic=target)
        curation.before["votes"] = carrying.pk
    curation.save(update_fields=["before"])
    source.state, source.merged_into = State.MERGED, target
    source.save(update_fields=["state", "merged_into"])
    count_both(target)
    tell_done(curation)
    return curation


def unmerge(curation: Curation, source: Topic, target: Topic, *, by: Member | None) -> None:
    """Every post goes back to where it was; what was written since the merge stays where it was written."""
    if was_moved_again(curation) or target.state == State.MERGED:
        raise NotAllowed(_("Its posts were moved again since. Undo the later act first."))
    pass_back(curation, source)
    source.state, source.merged_into = State.VISIBLE, None
    source.save(update_fields=["state", "merged_into"])
    bring_solutions(target, source)
    let_solutions_hold(curation.before["solutions"], source)
    carry_back(curation.before["carried"], source, target)
    if curation.before["poll"]:
        _bring_poll(target, source)
    if carrying := VoteCarrying.objects.filter(pk=curation.before.get("votes")).first():
        undo_carrying(by=by, carrying=carrying)
    count_both(source, target)
    note_undone(curation, by=by)


def _bring_poll(source: Topic, target: Topic) -> bool:
    """A poll goes where its topic went, unless there is one; whether it did."""
    if not source.has_poll or target.has_poll:
        return False
    Poll.objects.filter(topic=source).update(topic=target)
    source.has_poll, target.has_poll = False, True
    for each in (source, target):
        each.save(update_fields=["has_poll"])
    return True


@transaction.atomic
def split_topic(
    *,
    by: Member,
    topic: Topic,
    posts: Sequence[Post],
    title: str,
    reason: str,
    kind: str = "",
) -> Curation:
    """Take replies out of a topic into a new one on the same board; the earliest of them opens it.

    Raises NotAllowed for the post that opens the topic, and for posts that are not shown.
    """
    (topic,) = lock_topics(topic.pk)
    demand(may_curate(by, topic, Kind.SPLIT))
    chosen = topic.posts.filter(pk__in=[post.pk for post in posts]).order_by("created_at", "number")
    found = list(chosen.select_related("author"))
    if not found or any(post.opens_topic or post.state != State.VISIBLE for post in found):
        raise NotAllowed(_("Choose replies that are shown: the first post stays where it is."))
    kind = kind or topic.kind
    if kind in COMPANY_KINDS:
        raise NotAllowed(_("A reply is no announcement. Choose another kind."))
    new = _new_topic(topic, found[0], title, kind)
    curation = note(Kind.SPLIT, topic=topic, other=new, by=by, reason=reason)
    pass_posts(curation, chosen, new)
    curation.before = {"solutions": bring_solutions(topic, new)}
    curation.save(update_fields=["before"])
    count_both(topic, new)
    tell_done(curation)
    return curation


def _new_topic(topic: Topic, first: Post, title: str, kind: str) -> Topic:
    return Topic.objects.create(
        board=topic.board, space_id=topic.space_id, kind=kind, title=one_line(title),
        slug=slug_of(title), author=first.author, last_poster=first.author,
        created_at=first.created_at, bumped_at=timezone.now(),
    )  # fmt: skip


def unsplit(curation: Curation, topic: Topic, new: Topic, *, by: Member | None) -> None:
    """The posts go back. Replies that came since stay in the new topic, the first of them opening it;
    without any its address leads to the topic the posts are in again.
    """
    is_merged = State.MERGED in (topic.state, new.state)
    if is_merged or was_moved_again(curation) or was_touched_since(curation, new):
        raise NotAllowed(_("Its posts were moved again since. Undo the later act first."))
    pass_back(curation, topic)
    bring_solutions(new, topic)
    let_solutions_hold(curation.before["solutions"], topic)
    if not open_anew(new):
        new.state, new.merged_into = State.MERGED, topic
        new.save(update_fields=["state", "merged_into"])
    count_both(topic, new)
    note_undone(curation, by=by)
