from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from accounts.signed_in import reader_of
from core.compiled import page
from governance.ballot_form import BallotForm
from governance.models import Proposal
from governance.paper import paper_of
from governance.queries import proposal_page, proposals_list, turnout
from governance.rolls.line import note_reader
from governance.showing import readable_proposal, votable_proposal


def visible_proposal(request: HttpRequest, proposal_id: int) -> Proposal:
    found = readable_proposal(reader_of(request), proposal_id)
    if found is None:
        raise Http404("There is no such proposal.")
    return found[0]


def proposal_to_vote_on(request: HttpRequest, proposal_id: int) -> Proposal:
    return vote_and_time(request, proposal_id)[0]


def vote_and_time(request: HttpRequest, proposal_id: int) -> tuple[Proposal, datetime]:
    """One they may read; or whose open vote they are on the roll of. And the database's time as it was read.

    The roll stands: whoever keeps a space does not choose who votes by showing members out of it meanwhile.
    """
    reader = reader_of(request)
    found = readable_proposal(reader, proposal_id) or votable_proposal(reader, proposal_id)
    if found is None:
        raise Http404("There is no such proposal.")
    return found


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
        proposal, asked_at = vote_and_time(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        note_reader(request, proposal)
        view = proposal_page(
            reader_of(request), proposal, asked_at, sees_own=not is_acting(request)
        )
        paper = paper_of(proposal, options=view.sheet.options)
        context = {
            "view": view,
            "proposal": proposal,
            "form": BallotForm(paper=paper) if view.vote and not view.has_voted else None,
            "is_acting": is_acting(request),
        }
        return page(request, "governance/proposal/page.jinja", context)


class TurnoutView(View):
    """The fragment a page fetches when it is told that somebody has voted."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        context = {"turnout": turnout(proposal), "proposal": proposal}
        return render(request, "governance/proposal/_turnout.html", context)
