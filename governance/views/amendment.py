from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from core.text import TextRefused
from governance import actions
from governance.commenting.clauses import clause_in
from governance.commenting.forms import RevisionForm, SettleForm
from governance.commenting.queries import amendment_page, revisions_of, texts_of
from governance.commenting.rules import may_revise, may_settle
from governance.models import Amendment, Proposal, ProposalText
from governance.views.proposal import visible_proposal


def visible_amendment(request: HttpRequest, amendment_id: int) -> Amendment:
    """One whose reasons stand in a discussion they may read, of a proposal they may read."""
    amendments = Amendment.objects.visible_to(request.user).filter(
        text__proposal__in=Proposal.objects.visible_to(request.user)
    )
    amendment = get_object_or_404(
        amendments.select_related(
            "by", "answered_by", "post", "text__policy", "text__base",
            "text__proposal__policy__space", "text__proposal__topic__board__space",
        ),
        pk=amendment_id,
    )  # fmt: skip
    request.space = amendment.text.proposal.policy.space  # type: ignore[attr-defined]
    return amendment


class AmendmentView(View):
    """Other words for a clause, who wants them, and what became of it."""

    def get(self, request: HttpRequest, amendment_id: int) -> HttpResponse:
        return _page(request, visible_amendment(request, amendment_id), SettleForm())

    def post(self, request: HttpRequest, amendment_id: int) -> HttpResponseBase:
        """The word of whoever may change the text."""
        amendment = visible_amendment(request, amendment_id)
        demand(may_settle(request.user, amendment))
        form = SettleForm(request.POST)
        if not form.is_valid():
            return _page(request, amendment, form, status=422)
        try:
            self._settle(request, amendment, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return _page(request, amendment, form, status=422)
        messages.success(request, _("It is answered, for everybody to read."))
        return redirect(amendment)

    def _settle(self, request: HttpRequest, amendment: Amendment, said: dict[str, Any]) -> None:
        who_answers = {
            "member": signed_in(request),
            "amendment": amendment,
            "answer": said["answer"],
        }
        if said["decision"] == "take":
            actions.take_amendment(**who_answers, why_no_restart=said["why_no_restart"])
        else:
            actions.decline_amendment(**who_answers)


class SupportView(LoginRequiredMixin, View):
    """Support it; pressed again, no more."""

    def post(self, request: HttpRequest, amendment_id: int) -> HttpResponseBase:
        amendment = visible_amendment(request, amendment_id)
        demand_pace(f"support:{who(request)}", limit=60, seconds=60, when_down=True)
        member = signed_in(request)
        if "end" in request.POST:
            actions.support_no_more(member=member, amendment=amendment)
        else:
            actions.support_amendment(member=member, amendment=amendment)
        return redirect(amendment)


class AmendmentWithdrawalView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, amendment_id: int) -> HttpResponseBase:
        amendment = visible_amendment(request, amendment_id)
        actions.withdraw_amendment(member=signed_in(request), amendment=amendment)
        messages.success(request, _("It is withdrawn, and stays to be read."))
        return redirect(amendment)


class RevisionsView(View):
    """How a proposed text changed before its vote."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {"proposal": proposal, "revisions": revisions_of(proposal)}
        return render(request, "governance/revision/list.html", context)


class RevisionNewView(LoginRequiredMixin, View):
    """Change a proposed text."""

    def get(self, request: HttpRequest, proposal_id: int, text_id: int) -> HttpResponse:
        text = self._text(request, proposal_id, text_id)
        return self._page(request, text, RevisionForm(initial={"source": text.source}))

    def post(self, request: HttpRequest, proposal_id: int, text_id: int) -> HttpResponseBase:
        text = self._text(request, proposal_id, text_id)
        form = RevisionForm(request.POST)
        if form.is_valid():
            said = {key: form.cleaned_data[key] for key in ("source", "why", "why_no_restart")}
            try:
                actions.revise_text(member=signed_in(request), text=text, **said)
            except TextRefused as error:
                form.add_error("source", str(error))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("The text is changed; what differs is there to read."))
                return redirect("governance:revisions", proposal_id)
        return self._page(request, text, form, status=422)

    def _text(self, request: HttpRequest, proposal_id: int, text_id: int) -> ProposalText:
        proposal = visible_proposal(request, proposal_id)
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        demand(may_revise(request.user, proposal))
        text = get_object_or_404(texts_of(proposal), pk=text_id)
        text.proposal = proposal
        return text

    def _page(
        self, request: HttpRequest, text: ProposalText, form: RevisionForm, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "text": text, "proposal": text.proposal}
        return render(request, "governance/revision/new.html", context, status=status)


def _page(
    request: HttpRequest, amendment: Amendment, form: SettleForm, status: int = 200
) -> HttpResponse:
    text = amendment.text
    context = {
        "page": amendment_page(request.user, amendment),
        "amendment": amendment,
        "proposal": text.proposal,
        "text": text,
        "clause": clause_in(text, amendment.clause),
        "form": form,
    }
    return render(request, "governance/amendment/page.html", context, status=status)
