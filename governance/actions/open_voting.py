from django.db import connection, transaction
from django.utils.translation import gettext as _

from events.publishing import publish
from governance.actions.open_box import open_box
from governance.actions.take_step import take_step
from governance.events import VotingOpened
from governance.models import Proposal, Roll, State

OLD_ENOUGH_DAYS = 14

# One statement, whatever the size: a roll of millions never passes through Python.
FIX_ROLL = """
    INSERT INTO governance_rollentry (roll_id, member_id)
    SELECT roll.id, member.id
    FROM governance_roll roll
    JOIN governance_proposal proposal ON proposal.id = roll.proposal_id
    JOIN governance_policy policy ON policy.id = proposal.policy_id
    JOIN accounts_member member
      ON member.is_active AND NOT member.is_placeholder AND NOT member.is_waiting
     AND (member.suspended_until IS NULL OR member.suspended_until <= roll.fixed_at)
     AND member.joined_at <= roll.fixed_at - make_interval(days => %s)
    WHERE roll.id = %s
      AND (policy.space_id IS NULL OR EXISTS (
        SELECT 1 FROM spaces_membership membership
        WHERE membership.space_id = policy.space_id AND membership.member_id = member.id))
"""


@transaction.atomic
def open_voting(*, proposal_id: int) -> Roll | None:
    """Fix the roll and open the vote, if it is time by the database's clock; None if it is not."""
    proposal = (
        Proposal.objects.due_for_voting()
        .select_for_update(of=("self",))
        .select_related("policy__space")
        .filter(pk=proposal_id)
        .first()
    )
    if proposal is None:
        return None
    roll = Roll.objects.create(proposal=proposal, rule_words=_rule(proposal))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '4min'")  # a page may not wait, this may
        cursor.execute(FIX_ROLL, [OLD_ENOUGH_DAYS, roll.pk])
        roll.size = cursor.rowcount
    roll.save(update_fields=["size"])
    open_box(proposal=proposal)
    take_step(proposal, State.VOTING)
    publish(VotingOpened(proposal_id=proposal.pk, roll_id=roll.pk))
    return roll


def _rule(proposal: Proposal) -> str:
    space = proposal.policy.space
    if space:
        return _("Every member of %(space)s whose account was active and %(days)d days old.") % {
            "space": space.name,
            "days": OLD_ENOUGH_DAYS,
        }
    return _("Every member whose account was active and at least %(days)d days old.") % {
        "days": OLD_ENOUGH_DAYS
    }
