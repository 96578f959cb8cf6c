from django.db import transaction
from django.db.models.functions import Now

from accounts.models import Member
from core.rules import demand
from events.publishing import publish
from governance.documents.rules import may_accept, may_tend
from governance.events import AcceptanceAsked, AcceptanceAskedNoMore
from governance.models import AcceptanceDemand, Policy, PolicyAcceptance, PolicyVersion


@transaction.atomic
def accept_policy(*, member: Member, version: PolicyVersion, language: str) -> PolicyAcceptance:
    """Put on record that the member accepts this version; once, however often it is sent.

    The version is the one they had before them: if another came into force meanwhile, they are asked to read that.
    """
    now = PolicyVersion.objects.select_for_update(no_key=True).get(pk=version.pk)
    demand(may_accept(member, now))
    known = version.translations.current().filter(language=language).exists()
    acceptance, _made = PolicyAcceptance.objects.get_or_create(
        version=version,
        member=member,
        defaults={"language": language if known else version.policy.language},
    )
    return acceptance


@transaction.atomic
def ask_acceptance(*, member: Member, policy: Policy, why: str) -> AcceptanceDemand:
    """Ask members from now on to accept the policy; asked already, it stays as it was asked."""
    demand(may_tend(member, policy))
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    asked = policy.acceptance_demands.open().first()
    if asked:
        return asked
    asked = AcceptanceDemand.objects.create(policy=policy, why=why.strip(), by=member)
    publish(AcceptanceAsked(demand_id=asked.pk, policy_id=policy.pk, by_id=member.pk))
    return asked


@transaction.atomic
def ask_no_more(*, member: Member, policy: Policy) -> bool:
    """Ask nobody any more to accept the policy. Who accepted it stays on record."""
    demand(may_tend(member, policy))
    asked = policy.acceptance_demands.open().select_for_update().first()
    if asked is None:
        return False
    policy.acceptance_demands.filter(pk=asked.pk).update(ended_at=Now(), ended_by=member)
    publish(AcceptanceAskedNoMore(demand_id=asked.pk, policy_id=policy.pk, by_id=member.pk))
    return True
