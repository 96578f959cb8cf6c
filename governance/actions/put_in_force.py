from django.db import transaction
from django.db.models.functions import Now

from events.publishing import publish
from governance.actions.new_version import new_version
from governance.actions.take_step import locked_if_due, take_step
from governance.events import PolicyChanged
from governance.models import Policy, PolicyVersion, Proposal, ProposalText, State


@transaction.atomic
def put_in_force(*, proposal_id: int) -> bool:
    """Put the decided texts in force, all of them in one transaction, if their date has come."""
    proposal = locked_if_due(Proposal.objects.due_for_force(), proposal_id)
    if proposal is None:
        return False
    for text in ProposalText.objects.decided(proposal):
        version = _put(text)
        publish(
            PolicyChanged(policy_id=text.policy_id, version_id=version.pk, proposal_id=proposal.pk)
        )
    take_step(proposal, State.IN_FORCE)
    return True


def _put(text: ProposalText) -> PolicyVersion:
    policy = Policy.objects.select_for_update(of=("self",)).get(pk=text.policy_id)
    return new_version(
        policy=policy,
        source=text.source,
        summary=text.summary or text.base.summary,
        in_force_from=Policy.objects.values_list(Now(), flat=True).get(pk=policy.pk),
        adopted_by=text.proposal,
        anchors=_anchors(text, policy),
    )


def _anchors(text: ProposalText, policy: Policy) -> list[str] | None:
    """Those under which the clauses were discussed, if the text in force is still the one they were to change."""
    if policy.versions.in_force().filter(pk=text.base_id).exists():
        return [each.anchor for each in text.clauses]
    return None
