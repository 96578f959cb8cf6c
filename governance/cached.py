"""Which of this app's pages are kept for visitors, and which of them an event changes. See core.pagecache."""

from core.pagecache import facts, page
from governance.documents.languages import ALSO
from governance.models import Proposal
from spaces.models import Language

POLICIES = "policies"
LANGUAGES = [*Language.values, *ALSO]


def of_proposals(proposal_ids: list[int]) -> list[str]:
    """Policies and what is before the members, and the topics that say which proposal they talk about."""
    topics = Proposal.objects.filter(pk__in=proposal_ids).exclude(topic=None)
    return [POLICIES, *(f"topic:{topic}" for topic in topics.values_list("topic", flat=True))]


facts.subject("proposal", of_proposals)
facts.subject("policy", lambda ids: [POLICIES])
# No page that is kept for visitors shows these: pages of proposals are made anew for each who asks.
facts.unseen("governance.AcceptanceDue")
facts.unseen("governance.ArgumentPinned", "governance.ArgumentUnpinned")
facts.unseen("governance.ProposalDrafted", "governance.PetitionSigned")
facts.unseen("governance.RollObjectionMade", "governance.RollObjectionAnswered")

page("governance:policies")
page("governance:policy", "language", languages=LANGUAGES)
page("governance:version", "language", languages=LANGUAGES)
page("governance:policy_comparison", "from", "to")
page("governance:policy_history")
page("governance:policy_feed")
