from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand
from core.text import TextRefused
from forums.models import Post
from governance import actions
from governance.actions.argue import clause_path
from governance.commenting.clauses import ClauseInText, clause_in
from governance.commenting.forms import AmendmentForm, ArgumentForm, ClauseAnswerForm, PinForm
from governance.commenting.queries import clause_page, texts_of
from governance.commenting.rules import may_amend, may_answer_clause, may_argue
from governance.models import Argument, ProposalText
from governance.views.proposal import visible_proposal


def clause_of(
    request: HttpRequest, proposal_id: int, text_id: int, clause: str
) -> tuple[ProposalText, ClauseInText]:
    """A clause of a text of a proposal they may read; 404 where there is none."""
    proposal = visible_proposal(request, proposal_id)
    request.space = proposal.policy.space  # type: ignore[attr-defined]
    text = get_object_or_404(texts_of(proposal), pk=text_id)
    text.proposal = proposal
    found = clause_in(text, clause)
    if found is None:
        raise Http404
    return text, found


class ClauseView(View):
    """A clause: what changes, what speaks for it and against it, other words for it, what the company says."""

    def get(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponse:
        text, found = clause_of(request, proposal_id, text_id, clause)
        return _page(request, text, found, ArgumentForm())

    def post(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponseBase:
        """Say an argument."""
        text, found = clause_of(request, proposal_id, text_id, clause)
        demand(may_argue(request.user, text.proposal))
        demand_pace(f"post:{who(request)}", limit=20, seconds=60, when_down=True)
        form = ArgumentForm(request.POST)
        if form.is_valid():
            try:
                actions.argue(
                    member=signed_in(request), text=text, clause=clause, **form.cleaned_data
                )
            except TextRefused as error:
                form.add_error("source", str(error))
            else:
                messages.success(
                    request, _("Your argument stands beside the clause, and in the discussion.")
                )
                return redirect(clause_path(text, clause))
        return _page(request, text, found, form, status=422)


class PinView(LoginRequiredMixin, View):
    """Pin a post of the discussion to the clause."""

    def post(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponseBase:
        text, found = clause_of(request, proposal_id, text_id, clause)
        form = PinForm(request.POST)
        if not form.is_valid():
            return _page(request, text, found, ArgumentForm(), pin=form, status=422)
        posts = Post.objects.visible_to(request.user).filter(topic=text.proposal.topic_id)
        post = get_object_or_404(posts, pk=form.cleaned_data["post"])
        actions.pin_argument(
            member=signed_in(request), text=text, clause=clause, side=form.cleaned_data["side"], post=post
        )  # fmt: skip
        messages.success(request, _("It is pinned to the clause."))
        return redirect(clause_path(text, clause))


class UnpinView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, argument_id: int) -> HttpResponseBase:
        arguments = Argument.objects.visible_to(request.user).select_related(
            "post", "text__proposal__policy"
        )
        argument = get_object_or_404(arguments, pk=argument_id)
        visible_proposal(request, argument.text.proposal_id)
        actions.unpin_argument(member=signed_in(request), argument=argument)
        messages.success(
            request, _("It is no longer beside the clause. The post stays in the discussion.")
        )
        return redirect(clause_path(argument.text, argument.clause))


class AmendmentNewView(LoginRequiredMixin, View):
    """Write other words for a clause, see what differs, propose them."""

    def get(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponse:
        text, found = clause_of(request, proposal_id, text_id, clause)
        demand(may_amend(request.user, text.proposal))
        return self._page(request, text, found, AmendmentForm(text=text, clause=found))

    def post(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponseBase:
        text, found = clause_of(request, proposal_id, text_id, clause)
        demand(may_amend(request.user, text.proposal))
        demand_pace(f"post:{who(request)}", limit=20, seconds=60, when_down=True)
        form = AmendmentForm(request.POST, text=text, clause=found)
        if form.is_valid():
            try:
                amendment = actions.propose_amendment(
                    member=signed_in(request), text=text, clause=clause, **form.cleaned_data
                )
            except (TextRefused, ValidationError) as error:
                form.add_error("source", str(error) if isinstance(error, TextRefused) else error)
            else:
                messages.success(request, _("It is proposed. Others can support it now."))
                return redirect(amendment)
        return self._page(request, text, found, form, status=422)

    def _page(
        self, request: HttpRequest, text: ProposalText, clause: ClauseInText, form: AmendmentForm, status: int = 200
    ) -> HttpResponse:  # fmt: skip
        if clause.proposed is None:
            raise Http404
        context = {"form": form, "text": text, "proposal": text.proposal, "clause": clause}
        return render(request, "governance/clause/amendment_new.html", context, status=status)


class ClauseAnswerView(LoginRequiredMixin, View):
    """What the company says about a clause."""

    def get(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponse:
        text, found = clause_of(request, proposal_id, text_id, clause)
        demand(may_answer_clause(request.user, text.proposal))
        now = text.answers.current().filter(clause=clause).first()
        form = ClauseAnswerForm(initial={"source": now.source if now else ""})
        return self._page(request, text, found, form)

    def post(
        self, request: HttpRequest, proposal_id: int, text_id: int, clause: str
    ) -> HttpResponseBase:
        text, found = clause_of(request, proposal_id, text_id, clause)
        demand(may_answer_clause(request.user, text.proposal))
        form = ClauseAnswerForm(request.POST)
        if form.is_valid():
            try:
                actions.answer_clause(
                    member=signed_in(request), text=text, clause=clause, **form.cleaned_data
                )
            except TextRefused as error:
                form.add_error("source", str(error))
            else:
                messages.success(request, _("The answer stands beside the clause."))
                return redirect(clause_path(text, clause))
        return self._page(request, text, found, form, status=422)

    def _page(
        self, request: HttpRequest, text: ProposalText, clause: ClauseInText, form: ClauseAnswerForm, status: int = 200
    ) -> HttpResponse:  # fmt: skip
        context = {"form": form, "text": text, "proposal": text.proposal, "clause": clause}
        return render(request, "governance/clause/answer.html", context, status=status)


def _page(
    request: HttpRequest,
    text: ProposalText,
    clause: ClauseInText,
    form: ArgumentForm,
    *,
    pin: PinForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "page": clause_page(request.user, text.proposal, text, clause),
        "proposal": text.proposal,
        "text": text,
        "form": form,
        "pin": pin or PinForm(),
    }
    return render(request, "governance/clause/page.html", context, status=status)
