"""Votes follow an idea that becomes part of another: each member counts there once, and all of it can be undone."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from events.publishing import publish
from forums.actions.kinds.idea import count_votes
from forums.actions.locking import lock_topics
from forums.kinds.events import IdeaVotesChanged
from forums.models import IdeaVote, Topic, VoteCarrying


@transaction.atomic
def carry_votes(*, by: Member | None, from_topic: Topic, to_topic: Topic) -> VoteCarrying:
    """Let everyone who voted for the one vote for the other, too. Who may, the caller asked: it merges or marks.

    The votes of `from_topic` stay in their place, so that undoing loses nothing.
    """
    _from, target = lock_topics(from_topic.pk, to_topic.pk)
    carrying = VoteCarrying.objects.create(from_topic=from_topic, to_topic=to_topic, carried_by=by)
    voters = IdeaVote.objects.filter(topic=from_topic).order_by("pk")
    IdeaVote.objects.bulk_create(
        [
            IdeaVote(topic=target, member_id=pk, carried=carrying)
            for pk in voters.values_list("member", flat=True)
        ],
        ignore_conflicts=True,
    )
    count_votes(target)
    publish(IdeaVotesChanged(topic_id=target.pk))
    return carrying


@transaction.atomic
def undo_carrying(*, by: Member | None, carrying: VoteCarrying) -> None:
    """Take back what was carried. A vote that another idea brought as well stays; one withdrawn meanwhile stays withdrawn."""
    _from, target = lock_topics(carrying.from_topic_id, carrying.to_topic_id)
    carrying = VoteCarrying.objects.select_for_update().get(pk=carrying.pk)
    if carrying.undone_at is not None:
        return
    carrying.undone_at, carrying.undone_by = timezone.now(), by
    carrying.save(update_fields=["undone_at", "undone_by"])
    brought = IdeaVote.objects.filter(carried=carrying)
    _let_go(target, set(brought.values_list("member", flat=True)))


def _let_go(topic: Topic, members: Collection[int]) -> None:
    """These members no longer vote here by what was undone, unless another idea that became part of this one brings them."""
    votes = IdeaVote.objects.filter(topic=topic, member__in=members)
    gone = set(members)
    for other in VoteCarrying.objects.in_force().filter(to_topic=topic).order_by("pk"):
        brought = IdeaVote.objects.filter(topic=other.from_topic_id, member__in=gone)
        kept = set(brought.values_list("member", flat=True))
        votes.filter(member__in=kept).update(carried=other)
        gone -= kept
    votes.filter(member__in=gone).delete()
    count_votes(topic)
    publish(IdeaVotesChanged(topic_id=topic.pk))
    for onward in VoteCarrying.objects.in_force().filter(from_topic=topic):
        further = IdeaVote.objects.filter(carried=onward, member__in=gone)
        found = set(further.values_list("member", flat=True))
        if found:
            (target,) = lock_topics(onward.to_topic_id)
            _let_go(target, found)
