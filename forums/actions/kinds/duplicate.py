from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed, demand
from events.publishing import publish
from forums.actions.kinds.carrying import carry_votes, undo_carrying
from forums.actions.locking import lock_topic, lock_topics
from forums.kinds.events import DuplicateLifted, DuplicateMarked
from forums.kinds.rules import may_mark_duplicate
from forums.models import Duplicate, State, Topic
from spaces.models import Space

PUBLIC = Space.Visibility.PUBLIC


@transaction.atomic
def mark_duplicate(*, by: Member, topic: Topic, original: Topic, reason: str = "") -> Duplicate:
    """Say that `original` asked this before; the same again returns the mark that holds. An idea's votes go with it.

    Raises NotAllowed where the rule says no, and where the original cannot be one: another kind, a duplicate
    itself (so there are no circles), or in a space that not everybody who reads the duplicate may read.
    """
    if topic.pk == original.pk:
        raise NotAllowed(_("A conversation cannot be a duplicate of itself."))
    topic, original = lock_topics(topic.pk, original.pk)
    demand(may_mark_duplicate(by, topic))
    held = Duplicate.objects.in_force().filter(topic=topic).first()
    if held and held.original_id == original.pk:
        return held
    if held:
        raise NotAllowed(_("This is marked as a duplicate of another one. Take that back first."))
    _demand_original(by, topic, original)
    mark = Duplicate.objects.create(topic=topic, original=original, marked_by=by, reason=reason)
    if topic.kind == Topic.Kind.IDEA:
        mark.carrying = carry_votes(by=by, from_topic=topic, to_topic=original)
        mark.save(update_fields=["carrying"])
    topic.duplicate_of = original
    topic.save(update_fields=["duplicate_of"])
    publish(DuplicateMarked(topic_id=topic.pk, original_id=original.pk, by_id=by.pk))
    return mark


@transaction.atomic
def lift_duplicate(*, by: Member, topic: Topic) -> bool:
    """Take the mark back, and the votes it carried; False when there is none."""
    topic = lock_topic(topic.pk)
    demand(may_mark_duplicate(by, topic))
    mark = Duplicate.objects.in_force().filter(topic=topic).first()
    if mark is None:
        return False
    mark.lifted_at, mark.lifted_by = timezone.now(), by
    mark.save(update_fields=["lifted_at", "lifted_by"])
    if mark.carrying:
        undo_carrying(by=by, carrying=mark.carrying)
    topic.duplicate_of = None
    topic.save(update_fields=["duplicate_of"])
    publish(DuplicateLifted(topic_id=topic.pk, original_id=mark.original_id, by_id=by.pk))
    return True


def _demand_original(by: Member, topic: Topic, original: Topic) -> None:
    if not Topic.objects.visible_to(by).filter(pk=original.pk).exists():
        raise NotAllowed(_("There is no such conversation."))
    if original.kind != topic.kind:
        raise NotAllowed(_("Both must be of the same kind: two questions, or two ideas."))
    if original.duplicate_of_id or original.merged_into_id:
        raise NotAllowed(_("That one is a duplicate itself. Name the one that it leads to."))
    if not _is_read_by_its_readers(topic, original):
        raise NotAllowed(_("Not everybody who reads this may read that one."))
    if original.state != State.VISIBLE:
        raise NotAllowed(_("That conversation is not open."))


def _is_read_by_its_readers(topic: Topic, original: Topic) -> bool:
    """Whether everybody who reads the duplicate may read the original, as far as places say it."""
    if original.board_id == topic.board_id:
        return True
    board = original.board
    if board.is_private or (board.parent and board.parent.is_private):
        return False
    return original.space_id == topic.space_id or original.space.visibility == PUBLIC
