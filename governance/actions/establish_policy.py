from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.actions.new_version import new_version
from governance.events import PolicyEstablished
from governance.models import Policy
from governance.rules import may_establish
from spaces.models import Language, Space


@transaction.atomic
def establish_policy(
    *,
    member: Member,
    slug: str,
    title: str,
    source: str,
    summary: str = "",
    space: Space | None = None,
    language: str = "",
    in_force_from: datetime | None = None,
) -> Policy:
    """Write a policy that there was not; its first version is in force at once. Changes are proposed."""
    demand(may_establish(member, space))
    language = language or (space.language if space else Language.ENGLISH)
    policy = Policy.objects.create(slug=slug, title=title.strip(), space=space, language=language)
    moment = in_force_from or timezone.now()
    new_version(policy=policy, source=source, summary=summary, in_force_from=moment)
    publish(PolicyEstablished(policy_id=policy.pk, by_id=member.pk))
    return policy
