from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.signed_in import reader_of, signed_in
from core.compiled import page
from core.limits import demand_pace, who
from governance import actions
from governance.ballot_form import BallotForm
from governance.models import Proposal
from governance.paper import paper_of
from governance.queries import has_voted, on_ballot
from governance.rolls.line import note_reader
from governance.rules import may_vote
from governance.views.proposal import proposal_to_vote_on


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class BallotView(LoginRequiredMixin, View):
    """The ballot on a page of its own. What was chosen last is shown to nobody, its member included.

    The answer to a ballot is its receipt, and no address to go on to: the code is nowhere but in this one answer. The same
    form sent again (by reloading the page) shows it again.
    """

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = proposal_to_vote_on(request, proposal_id)
        return self._page(request, proposal, BallotForm(paper=paper_of(proposal)))

    def post(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        # Who may no longer read it, and is on its roll, takes the longer way.
        proposal = on_ballot(request.user, proposal_id) or proposal_to_vote_on(request, proposal_id)
        demand_pace(f"ballot:{who(request)}", limit=30, seconds=60, when_down=True)
        form = BallotForm(request.POST, paper=paper_of(proposal))
        if not form.is_valid():
            return self._page(request, proposal, form, status=422)
        try:
            code = actions.cast_ballot(
                member=signed_in(request),
                proposal=proposal,
                choice=form.cleaned_data["chosen"],
                receipt=form.cleaned_data["receipt"],
                reason=form.cleaned_data["reason"],
            )
        except actions.ReceiptUsed:
            form.renew()
            form.add_error(
                None,
                _("This form was sent before. Your ballot is as it was: look it over, then send it again."),
            )  # fmt: skip
            return self._page(request, proposal, form, status=422)
        context = {"proposal": proposal, "code": code}
        return render(request, "governance/receipt/page.html", context)

    def _page(
        self, request: HttpRequest, proposal: Proposal, form: BallotForm, *, status: int = 200
    ) -> HttpResponse:
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        note_reader(request, proposal)
        reader = reader_of(request)
        context: dict[str, Any] = {
            "proposal": proposal,
            "form": form,
            "vote": may_vote(reader, proposal),
            "has_voted": has_voted(reader, proposal),
        }
        answer = page(request, "governance/ballot/page.jinja", context)
        answer.status_code = status
        return answer
