"""Who counts as a voice: signs a petition, or is heard in a discussion. The roll of a vote has a rule of its own."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from accounts.models import Member
from governance.models import Policy, Proposal
from governance.process.periods import ACCOUNT_DAYS, ACTIVE_DAYS
from spaces.models import Membership


def eligible_members(policy: Policy) -> QuerySet[Member]:
    """Members with an account in good standing that is old enough, of the policy's space if it has one."""
    found = Member.objects.filter(
        Q(suspended_until=None) | Q(suspended_until__lte=Now()),
        is_active=True,
        is_placeholder=False,
        is_waiting=False,
        joined_at__lte=Now() - timedelta(days=ACCOUNT_DAYS),
    )
    if policy.space_id:
        theirs = Membership.objects.filter(space=policy.space_id, member=OuterRef("pk"))
        found = found.filter(Exists(theirs))
    return found


def active_members(proposal: Proposal) -> QuerySet[Member]:
    """Those of them who were here lately, or in the days that its roll asks for."""
    days = proposal.roll_rule.get("active_days") or ACTIVE_DAYS
    return eligible_members(proposal.policy).filter(seen_at__gte=Now() - timedelta(days=days))
