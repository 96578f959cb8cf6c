from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from forums.models import Topic
from moderation.events import QuestionClaimed
from moderation.models import QuestionClaim
from moderation.rules import may_claim_question


@transaction.atomic
def claim_question(*, by: Member, topic: Topic) -> QuestionClaim:
    """Take an unanswered question upon oneself; who claims one that is taken gets the claim that holds."""
    topic = Topic.objects.select_for_update(no_key=True).get(pk=topic.pk)
    demand(may_claim_question(by, topic))
    claim, is_new = QuestionClaim.objects.in_force().get_or_create(
        topic=topic, defaults={"member": by}
    )
    if is_new:
        publish(QuestionClaimed(topic_id=topic.pk, by_id=by.pk))
    return claim


@transaction.atomic
def release_question(*, by: Member, topic: Topic) -> bool:
    """Hand one's own claim back; False when one held none."""
    released = (
        QuestionClaim.objects.in_force()
        .filter(topic=topic, member=by)
        .update(released_at=timezone.now())
    )
    return released == 1
