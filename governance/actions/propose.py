import uuid
from datetime import datetime

from django.db import transaction

from accounts.models import Member
from governance.actions.announce import announce
from governance.actions.drafting import draft_proposal
from governance.models import Policy, Proposal, State
from governance.process.drafts import Terms, TextDraft


@transaction.atomic
def propose(
    *,
    member: Member,
    policy: Policy,
    title: str,
    source: str,
    why: str,
    affected: str,
    summary: str = "",
    terms: Terms | None = None,
    comment_opens: datetime | None = None,
    voting_opens: datetime | None = None,
    closes: datetime | None = None,
    key: uuid.UUID | None = None,
) -> Proposal:
    """Draft a new text of one policy, to be decided by yes or no, and announce it at once.

    Raises as `draft_proposal` and `announce`.
    """
    proposal = draft_proposal(
        member=member, policy=policy, title=title, why=why, affected=affected, terms=terms, key=key,
        texts=[TextDraft(policy=policy, source=source, summary=summary)],
    )  # fmt: skip
    if proposal.state != State.DRAFT:  # the same form, sent twice
        return proposal
    return announce(
        member=member,
        proposal=proposal,
        comment_opens=comment_opens,
        voting_opens=voting_opens,
        closes=closes,
    )
