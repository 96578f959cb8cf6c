"""A proposal is written: by the company or, as a petition, by a member. Nothing is announced yet."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict

from django.db import transaction

from accounts.models import Member
from core.rules import demand
from core.text import cook
from events.publishing import publish
from governance.actions.checking import check_terms, check_texts
from governance.actions.take_step import take_step
from governance.clauses import cook_clauses
from governance.events import ProposalDrafted
from governance.models import Policy, Proposal, ProposalOption, ProposalText, State
from governance.process.drafts import OptionDraft, Terms, TextDraft
from governance.rules import may_edit_draft, may_petition, may_propose


@transaction.atomic
def draft_proposal(
    *,
    member: Member,
    policy: Policy,
    title: str,
    why: str,
    affected: str,
    texts: Sequence[TextDraft],
    options: Sequence[OptionDraft] = (),
    terms: Terms | None = None,
    is_petition: bool = False,
    key: uuid.UUID | None = None,
) -> Proposal:
    """Write a proposal that only its author and managers see; the same `key` again returns it.

    A petition is decided by the terms of the house, whatever `terms` says. Raises NotAllowed,
    ValidationError where it makes no sense, core.text.TextRefused on endless text.
    """
    demand(may_petition(member, policy) if is_petition else may_propose(member, policy))
    made = Proposal.objects.filter(proposed_by=member, key=key).first() if key else None
    if made:
        return made
    terms = terms if terms and not is_petition else Terms()
    proposal = Proposal(
        policy=policy,
        proposed_by=member,
        key=key,
        state=State.DRAFT,
        announced_at=None,
        source_kind=(Proposal.SourceKind.PETITION if is_petition else Proposal.SourceKind.COMPANY),
    )
    _write(proposal, title, why, affected, texts, options, terms)
    take_step(proposal, State.DRAFT, by=member)
    publish(ProposalDrafted(proposal_id=proposal.pk, by_id=member.pk))
    return proposal


@transaction.atomic
def edit_draft(
    *,
    member: Member,
    proposal: Proposal,
    title: str,
    why: str,
    affected: str,
    texts: Sequence[TextDraft],
    options: Sequence[OptionDraft] = (),
    terms: Terms | None = None,
) -> Proposal:
    """Write a draft anew, on the versions in force now. Raises as `draft_proposal`."""
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    demand(may_edit_draft(member, proposal))
    terms = terms if terms and not proposal.is_petition else Terms()
    proposal.texts.all().delete()
    proposal.options.all().delete()
    _write(proposal, title, why, affected, texts, options, terms)
    publish(ProposalDrafted(proposal_id=proposal.pk, by_id=member.pk))
    return proposal


def _write(
    proposal: Proposal,
    title: str,
    why: str,
    affected: str,
    texts: Sequence[TextDraft],
    options: Sequence[OptionDraft],
    terms: Terms,
) -> None:
    check_terms(terms, options)
    check_texts(proposal.policy, texts, options)
    proposal.title, proposal.why, proposal.affected = title.strip(), why, affected
    proposal.why_html = cook(why, pictures=False)
    for name, value in asdict(terms).items():
        setattr(proposal, name, value)
    proposal.save()
    rows = [
        ProposalOption.objects.create(
            proposal=proposal,
            position=position,
            title=each.title.strip(),
            description=each.description,
            description_html=cook(each.description, pictures=False) if each.description else "",
            is_status_quo=each.is_status_quo,
        )
        for position, each in enumerate(options, start=1)
    ]
    for text in texts:
        cook_clauses(text.source)  # refuse now what could not be put in force later
        ProposalText.objects.create(
            proposal=proposal,
            policy=text.policy,
            base=text.policy.versions.in_force().get(),
            option=rows[text.option - 1] if text.option else None,
            source=text.source,
            summary=text.summary,
        )
