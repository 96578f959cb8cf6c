from django.db import transaction

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.actions.locking import lock_topic
from forums.kinds.events import MeTooSaid, MeTooTakenBack
from forums.kinds.rules import may_say_me_too
from forums.models import MeToo, Topic


@transaction.atomic
def say_me_too(*, by: Member, topic: Topic) -> bool:
    """Say that one has this question, too; False when one had said so. Who says it follows the topic (notifications)."""
    topic = lock_topic(topic.pk)
    demand(may_say_me_too(by, topic))
    _me_too, is_new = MeToo.objects.get_or_create(topic=topic, member=by)
    if is_new:
        count_me_too(topic)
        publish(MeTooSaid(topic_id=topic.pk, by_id=by.pk))
    return is_new


@transaction.atomic
def take_back_me_too(*, by: Member, topic: Topic) -> bool:
    topic = lock_topic(topic.pk)
    gone, _by_model = MeToo.objects.filter(topic=topic, member=by).delete()
    if gone:
        count_me_too(topic)
        publish(MeTooTakenBack(topic_id=topic.pk, by_id=by.pk))
    return bool(gone)


def count_me_too(topic: Topic) -> None:
    """Inside an action that holds the topic's lock."""
    topic.me_too_count = MeToo.objects.filter(topic=topic).exclude(member=topic.author_id).count()
    topic.save(update_fields=["me_too_count"])
