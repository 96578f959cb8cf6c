from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from forums.models import Topic
from notifications.models import Subscription
from notifications.models.subscription import Target, field_of
from notifications.rules import may_follow


@transaction.atomic
def follow(*, member: Member, target: Target) -> Subscription:
    """Follow a topic, board or space. Raises NotAllowed when the member cannot see it."""
    demand(may_follow(member, target))
    subscription, _ = Subscription.objects.update_or_create(
        defaults={"ended_at": None},
        member=member,
        **{field_of(target): target},  # type: ignore[arg-type]
    )
    return subscription


@transaction.atomic
def follow_by_writing(*, member: Member, topic: Topic) -> None:
    """Who asks or replies follows the topic, unless they said they do not want to."""
    Subscription.objects.get_or_create(member=member, topic=topic)


@transaction.atomic
def unfollow(*, member: Member, target: Target) -> None:
    """Stop following; it does not begin again by writing. Works for what one can no longer see."""
    Subscription.objects.in_force().filter(member=member).to(target).update(ended_at=timezone.now())
