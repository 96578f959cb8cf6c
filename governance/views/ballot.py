from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from governance import actions
from governance.forms import BallotForm
from governance.models import Proposal
from governance.queries import own_ballot
from governance.rules import may_vote
from governance.views.proposal import visible_proposal


@method_decorator(never_cache, name="dispatch")
class BallotView(LoginRequiredMixin, View):
    """The ballot on a page of its own, with what its member chose last; seen by nobody else."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        ballot = own_ballot(request.user, proposal)
        form = BallotForm(initial={"choice": ballot.choice if ballot else ""})
        return self._page(request, proposal, form, has_voted=ballot is not None)

    def post(self, request: HttpRequest, proposal_id: int) -> HttpResponseBase:
        proposal = visible_proposal(request, proposal_id)
        demand_pace(f"ballot:{who(request)}", limit=30, seconds=60, when_down=True)
        form = BallotForm(request.POST)
        if not form.is_valid():
            return self._page(request, proposal, form, status=422)
        actions.cast_ballot(
            member=signed_in(request), proposal=proposal, choice=form.cleaned_data["choice"]
        )
        return redirect("governance:receipt", proposal.pk)

    def _page(
        self,
        request: HttpRequest,
        proposal: Proposal,
        form: BallotForm,
        *,
        has_voted: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {
            "proposal": proposal,
            "form": form,
            "vote": may_vote(request.user, proposal),
            "has_voted": has_voted,
        }
        return render(request, "governance/ballot/page.html", context, status=status)
