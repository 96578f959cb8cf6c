from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import View

from core.limits import demand_pace, who
from core.rules import demand
from governance.models import Proposal, Tally, TallyFile
from governance.results import result_of
from governance.rules import may_see_tally
from governance.views.proposal import visible_proposal


class CountView(View):
    """Every round of a count, the rule for what was tied, and how to count again."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal, tally = _counted(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {
            "proposal": proposal,
            "tally": tally,
            "result": result_of(proposal, tally),
            "file": TallyFile.objects.filter(tally=tally).first(),
        }
        return render(request, "governance/count/page.html", context)


class TallyView(View):
    """tally.json, as it was written once: with it anyone counts again."""

    def get(self, request: HttpRequest, proposal_id: int) -> FileResponse:
        _proposal, tally = _counted(request, proposal_id)
        demand_pace(f"tally:{who(request)}", limit=30, seconds=60, when_down=True)
        file = TallyFile.objects.filter(tally=tally).first()
        if file is None:
            raise Http404(_("The public file of this vote is not written yet."))
        try:
            content = default_storage.open(file.stored_as)
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(content, content_type="application/json", filename="tally.json")
        response["Content-Length"] = str(file.bytes)
        response["X-Content-Type-Options"] = "nosniff"
        return response


def _counted(request: HttpRequest, proposal_id: int) -> tuple[Proposal, Tally]:
    proposal = visible_proposal(request, proposal_id)
    demand(may_see_tally(request.user, proposal))
    tally = getattr(proposal, "tally", None)
    if tally is None:
        raise Http404
    return proposal, tally
