from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import demand
from core.text import TextRefused, cook
from governance import actions
from governance.ballot_form import BallotForm
from governance.clauses import compare_clauses
from governance.forms import ProposalForm
from governance.models import Policy, Proposal
from governance.models.states import OPEN
from governance.paper import paper_of
from governance.queries import policies_list, proposal_page, proposals_list, turnout
from governance.rolls.line import note_reader
from governance.rolls.reading import standing_of
from governance.rules import may_establish, may_propose


def visible_proposal(request: HttpRequest, proposal_id: int) -> Proposal:
    proposals = Proposal.objects.visible_to(request.user).select_related(
        "policy__space", "proposed_by", "roll", "tally", "topic", "box"
    )
    return get_object_or_404(proposals, pk=proposal_id)


class ProposalListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        rows = proposals_list(request.user)
        context = {
            "open": rows.undecided().order_by("closes"),
            "decided": rows.exclude(state__in=OPEN).order_by("-closes")[:50],
            "may_establish": may_establish(request.user),
        }
        return render(request, "governance/proposal/list.html", context)


class ProposalView(View):
    """What changes, why, when, how many have voted, and the ballot."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        note_reader(request, proposal)
        context = {
            "page": proposal_page(request.user, proposal),
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


class ProposalStartView(LoginRequiredMixin, View):
    """Which policy shall change?"""

    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_establish(request.user))
        context = {"policies": policies_list(request.user)}
        return render(request, "governance/proposal/start.html", context)


class ProposalNewView(LoginRequiredMixin, View):
    """Write a new text of a policy, see what members will see, announce it."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        policy = self._policy(request, slug)
        base = policy.versions.in_force().get()
        form = ProposalForm(policy=policy, initial={"source": base.source, "summary": base.summary})
        return self._page(request, policy, form)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        policy = self._policy(request, slug)
        made = self._made(request)
        if made:
            return redirect(made)
        form = ProposalForm(request.POST, policy=policy)
        if not form.is_valid():
            return self._page(request, policy, form, status=422)
        try:
            if "preview" in request.POST:
                return self._page(request, policy, form, preview=True)
            proposal = actions.propose(
                member=signed_in(request), policy=policy, **form.cleaned_data
            )
        except TextRefused as error:
            form.add_error("source", str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The proposal is announced."))
            return redirect(proposal)
        return self._page(request, policy, form, status=422)

    def _policy(self, request: HttpRequest, slug: str) -> Policy:
        policy = get_object_or_404(
            Policy.objects.visible_to(request.user).select_related("space"), slug=slug
        )
        demand(may_propose(request.user, policy))
        return policy

    def _made(self, request: HttpRequest) -> Proposal | None:
        """What this very form made already, when it is sent twice."""
        key = ProposalForm.base_fields["key"]
        try:
            value = key.clean(request.POST.get("key", ""))
        except ValidationError:
            return None
        return Proposal.objects.filter(proposed_by=request.user.pk, key=value).first()

    def _page(
        self,
        request: HttpRequest,
        policy: Policy,
        form: ProposalForm,
        *,
        preview: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        request.space = policy.space  # type: ignore[attr-defined]
        context = {"form": form, "policy": policy}
        if preview:
            base = policy.versions.in_force().get()
            context["changes"] = compare_clauses(base.source, form.cleaned_data["source"])
            context["why_html"] = cook(form.cleaned_data["why"], pictures=False)
        return render(request, "governance/proposal/new.html", context, status=status)
