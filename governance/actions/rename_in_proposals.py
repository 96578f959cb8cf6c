from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from core.text import TextRefused, cook, rename_mentions
from governance.models import Proposal


@transaction.atomic
def rename_in_proposals(*, handles: Sequence[str], new: str) -> int:
    """Where a proposal's reasons call somebody by these handles, call them `new`; returns how many did.

    The text that was voted on is not touched: what was decided stays word for word.
    """
    naming = Q(pk__in=[])
    for handle in handles:
        naming |= Q(why__icontains=f"@{handle}") | Q(why__icontains=f"/m/{handle}")
    found = list(Proposal.objects.filter(naming).select_for_update(of=("self",)))
    for proposal in found:
        proposal.why = rename_mentions(proposal.why, handles, new)
        try:
            proposal.why_html = cook(proposal.why)
        except TextRefused:
            proposal.why_html = rename_mentions(proposal.why_html, handles, new)
        proposal.save(update_fields=["why", "why_html"])
    return len(found)
