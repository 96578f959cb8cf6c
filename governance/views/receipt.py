from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.limits import demand_pace, who
from governance.queries import own_ballot, receipt_is_in
from governance.receipts import as_printed
from governance.views.proposal import visible_proposal


@method_decorator(never_cache, name="dispatch")
class ReceiptView(LoginRequiredMixin, View):
    """The member's own receipt, to print and keep. It does not say what they chose."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponseBase:
        proposal = visible_proposal(request, proposal_id)
        ballot = own_ballot(request.user, proposal)
        if ballot is None:
            return redirect("governance:ballot", proposal.pk)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        check = reverse("governance:receipt_check", args=[proposal.pk])
        context = {
            "proposal": proposal,
            "ballot": ballot,
            "check_url": request.build_absolute_uri(f"{check}?code={ballot.receipt}"),
        }
        return render(request, "governance/receipt/page.html", context)


@method_decorator(never_cache, name="dispatch")
class ReceiptCheckView(View):
    """Whether the ballot of a receipt is in the box, or was counted. Whoever holds the code may ask."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {"proposal": proposal, "code": "", "is_in": None}
        if typed := request.GET.get("code", "")[:100]:
            demand_pace(f"receipt:{who(request)}", limit=30, seconds=60, when_down=True)
            code = as_printed(typed)
            context |= {"code": code, "is_in": receipt_is_in(proposal, code)}
        return render(request, "governance/receipt/check.html", context)
