from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views import View

from governance.ballot_form import BallotForm
from governance.models import Proposal, RollEntry, State
from governance.paper import paper_of
from governance.queries import proposal_page, proposals_list, turnout
from governance.rolls.line import note_reader
from governance.rolls.reading import standing_of

BESIDE = ("policy__space", "proposed_by", "roll", "tally", "topic", "box")


def visible_proposal(request: HttpRequest, proposal_id: int) -> Proposal:
    proposals = Proposal.objects.visible_to(request.user).select_related(*BESIDE)
    return get_object_or_404(proposals, pk=proposal_id)


def proposal_to_vote_on(request: HttpRequest, proposal_id: int) -> Proposal:
    """One they may read; or whose open vote they are on the roll of.

    The roll stands: whoever keeps a space does not choose who votes by showing members out of it meanwhile.
    """
    visible = Proposal.objects.visible_to(request.user).select_related(*BESIDE)
    found = visible.filter(pk=proposal_id).first()
    if found is not None:
        return found
    on_roll = RollEntry.objects.filter(roll__proposal=OuterRef("pk"), member=request.user.pk)
    votes = Proposal.objects.filter(Exists(on_roll), state=State.VOTING).select_related(*BESIDE)
    return get_object_or_404(votes, pk=proposal_id)


def is_acting(request: HttpRequest) -> bool:
    """Whether an administrator looks on as the member: what is the member's alone is not shown."""
    return bool(getattr(request, "acting", None))


class ProposalListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"shelves": proposals_list(request.user)}
        return render(request, "governance/proposal/list.html", context)


class ProposalView(View):
    """What changes, why, when, how many have voted, and the ballot."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = proposal_to_vote_on(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        note_reader(request, proposal)
        context = {
            "page": proposal_page(request.user, proposal, sees_own=not is_acting(request)),
            "proposal": proposal,
            "standing": standing_of(request.user, proposal),
            "form": BallotForm(paper=paper_of(proposal)) if proposal.is_voting else None,
        }
        return render(request, "governance/proposal/page.html", context)


class TurnoutView(View):
    """The fragment a page fetches when it is told that somebody has voted."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        context = {"turnout": turnout(proposal), "proposal": proposal}
        return render(request, "governance/proposal/_turnout.html", context)
