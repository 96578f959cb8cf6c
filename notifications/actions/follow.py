from collections.abc import Collection

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
    """Follow a topic, board, space or person. Raises NotAllowed when there is no such thing for the member."""
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
def follow_all_by_writing(*, pairs: Collection[tuple[int, int]]) -> None:
    """The same for many, by the ids of member and topic; in one order, so that nobody waits in a circle."""
    rows = [Subscription(member_id=member, topic_id=topic) for member, topic in sorted(pairs)]
    Subscription.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def unfollow(*, member: Member, target: Target) -> None:
    """Stop following; it does not begin again by writing. Works for what one can no longer see."""
    Subscription.objects.in_force().filter(member=member).to(target).update(ended_at=timezone.now())


@transaction.atomic
def part(*, blocker_id: int, blocked_id: int) -> int:
    """Who blocked somebody follows them no more. The other's following stays, so as not to tell: they hear nothing."""
    rows = Subscription.objects.in_force().filter(member=blocker_id, person=blocked_id)
    return rows.update(ended_at=timezone.now())


@transaction.atomic
def part_for_good(*, one_id: int, other_id: int) -> None:
    """Two accounts are one person: what each followed of the other is nothing any more."""
    pair = (one_id, other_id)
    Subscription.objects.filter(member__in=pair, person__in=pair).delete()
