from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from core.text import cook
from events.publishing import publish
from forums.actions.locking import lock_topic
from forums.kinds.events import IdeaStatusChanged, IdeaVotesChanged
from forums.kinds.rules import may_answer_idea, may_vote_for_idea
from forums.models import IdeaVote, StatusChange, Topic
from uploads.actions import use_uploads


@transaction.atomic
def vote_for_idea(*, by: Member, topic: Topic) -> bool:
    """Give an idea one's vote; False when it has it."""
    topic = lock_topic(topic.pk)
    demand(may_vote_for_idea(by, topic))
    _vote, is_new = IdeaVote.objects.get_or_create(topic=topic, member=by)
    if is_new:
        count_votes(topic)
        publish(IdeaVotesChanged(topic_id=topic.pk))
    return is_new


@transaction.atomic
def withdraw_vote(*, by: Member, topic: Topic) -> bool:
    """Take one's vote back, one that was carried here included; False when there was none."""
    topic = lock_topic(topic.pk)
    demand(may_vote_for_idea(by, topic))
    gone, _by_model = IdeaVote.objects.filter(topic=topic, member=by).delete()
    if gone:
        count_votes(topic)
        publish(IdeaVotesChanged(topic_id=topic.pk))
    return bool(gone)


def count_votes(topic: Topic) -> None:
    """Inside an action that holds the topic's lock."""
    topic.vote_count = topic.votes.count()
    topic.save(update_fields=["vote_count"])


@transaction.atomic
def change_idea_status(*, by: Member, topic: Topic, status: str, source: str) -> StatusChange:
    """Say where an idea stands, with the company's reply. A mistake is put right by saying so: all of it stays readable.

    Raises NotAllowed for others than the company and without a reply, core.text.TextRefused on an endless one.
    """
    html = cook(source)
    topic = lock_topic(topic.pk)
    demand(may_answer_idea(by, topic))
    if not source.strip():
        raise NotAllowed(_("Say why: everyone who voted reads it."))
    change = StatusChange.objects.create(
        topic=topic,
        before=topic.idea_status,
        status=Topic.IdeaStatus(status),
        source=source,
        html=html,
        changed_by=by,
    )
    use_uploads(used_by="forums.status", object_id=change.pk, html=html, owner=by)
    topic.idea_status = change.status
    topic.save(update_fields=["idea_status"])
    publish(IdeaStatusChanged(topic_id=topic.pk, change_id=change.pk, by_id=by.pk))
    return change
