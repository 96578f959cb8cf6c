from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.clauses import cook_clauses
from governance.events import PolicyEstablished
from governance.models import Policy, PolicyVersion
from governance.rules import may_establish
from spaces.models import Space


@transaction.atomic
def establish_policy(
    *,
    member: Member,
    slug: str,
    title: str,
    source: str,
    summary: str = "",
    space: Space | None = None,
    in_force_from: datetime | None = None,
) -> Policy:
    """Write a policy that there was not; its first version is in force at once. Changes are proposed."""
    demand(may_establish(member))
    policy = Policy.objects.create(slug=slug, title=title.strip(), space=space)
    PolicyVersion.objects.create(
        policy=policy,
        number=1,
        source=source,
        html=cook_clauses(source),
        summary=summary,
        in_force_from=in_force_from or timezone.now(),
    )
    publish(PolicyEstablished(policy_id=policy.pk, by_id=member.pk))
    return policy
