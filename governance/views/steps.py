"""Each step of a proposal that a person takes: an address of its own, a form, a reason where there is one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.models import Viewer
from accounts.signed_in import signed_in
from core.rules import Verdict, demand
from core.text import TextRefused
from governance import actions
from governance.models import Proposal
from governance.process.step_forms import AnnouncementForm, AnswerForm, CallForm, ReasonForm
from governance.rules import (
    may_announce,
    may_answer,
    may_call,
    may_open_petition,
    may_void,
    may_withdraw,
)
from governance.views.proposal import visible_proposal

Text = str | Promise


class StepView(LoginRequiredMixin, View):
    """A page that says what the step does, asks what it needs to know, and takes it."""

    heading: Text
    words: Text
    button: Text
    done: Text
    form_class: type[forms.Form] = forms.Form
    rule: "staticmethod[[Viewer, Proposal], Verdict]"

    def get(self, request: HttpRequest, proposal_id: int, **more: Any) -> HttpResponse:
        proposal = visible_proposal(request, proposal_id)
        demand(self.rule(request.user, proposal))
        return self.page(request, proposal, self.form_class())

    def post(self, request: HttpRequest, proposal_id: int, **more: Any) -> HttpResponseBase:
        proposal = visible_proposal(request, proposal_id)
        demand(self.rule(request.user, proposal))
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                self.take(request, proposal, **form.cleaned_data, **more)
            except (TextRefused, ValidationError) as error:
                form.add_error(None, _messages(error))
            else:
                messages.success(request, str(self.done))
                return redirect(proposal)
        return self.page(request, proposal, form, status=422)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        raise NotImplementedError

    def page(
        self, request: HttpRequest, proposal: Proposal, form: forms.Form, status: int = 200
    ) -> HttpResponse:
        request.space = proposal.policy.space  # type: ignore[attr-defined]
        context = {
            "proposal": proposal,
            "form": form,
            "heading": self.heading,
            "words": self.words,
            "button": self.button,
        }
        return render(request, "governance/proposal/step.html", context, status=status)


class AnnouncementView(StepView):
    heading = gettext_lazy("Announce it")
    words = gettext_lazy(
        "From then on everybody can read it, and its discussion opens on its date. How it is decided stays as the draft says."
    )
    button = gettext_lazy("Announce it")
    done = gettext_lazy("The proposal is announced.")
    form_class = AnnouncementForm
    rule = staticmethod(may_announce)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        actions.announce(member=signed_in(request), proposal=proposal, **given)


class PetitionView(StepView):
    heading = gettext_lazy("Collect signatures")
    words = gettext_lazy(
        "Everybody can read your petition from then on, and its text stays as it is. Enough signatures put it before all members."
    )
    button = gettext_lazy("Collect signatures")
    done = gettext_lazy("Your petition collects signatures now; yours is the first.")
    rule = staticmethod(may_open_petition)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        actions.open_petition(member=signed_in(request), proposal=proposal)


class CallView(StepView):
    heading = gettext_lazy("Call it to the vote")
    words = gettext_lazy(
        "The vote opens when the discussion is over, or on a later date of yours. The roll is fixed at that moment."
    )
    button = gettext_lazy("Call it to the vote")
    done = gettext_lazy("It is called to the vote.")
    form_class = CallForm
    rule = staticmethod(may_call)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        actions.call_to_vote(member=signed_in(request), proposal=proposal, **given)


class WithdrawalView(StepView):
    heading = gettext_lazy("Withdraw it")
    words = gettext_lazy(
        "Nothing changes then, and there is no vote. The page, the discussion and your reason stay for everybody to read."
    )
    button = gettext_lazy("Withdraw it")
    done = gettext_lazy("The proposal is withdrawn.")
    form_class = ReasonForm
    rule = staticmethod(may_withdraw)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        actions.withdraw_proposal(member=signed_in(request), proposal=proposal, **given)


class OptionWithdrawalView(StepView):
    heading = gettext_lazy("Withdraw this option")
    words = gettext_lazy("It is not on the ballot then. The others stay, with their numbers.")
    button = gettext_lazy("Withdraw this option")
    done = gettext_lazy("The option is withdrawn.")
    form_class = ReasonForm
    rule = staticmethod(may_withdraw)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        option = get_object_or_404(proposal.options, position=given["position"])
        actions.withdraw_option(member=signed_in(request), option=option, why=given["why"])


class AnswerView(StepView):
    heading = gettext_lazy("The company's answer")
    words = gettext_lazy(
        "The vote does not bind, and so the company says in public what it does and why. Doing what was asked puts the text in force on its date."
    )
    button = gettext_lazy("Publish the answer")
    done = gettext_lazy("The answer is published.")
    form_class = AnswerForm
    rule = staticmethod(may_answer)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        actions.answer_vote(member=signed_in(request), proposal=proposal, **given)


class VoidView(StepView):
    heading = gettext_lazy("This vote is void")
    words = gettext_lazy(
        "Only where it cannot be counted as promised. It ends without a count, ballots are destroyed unread, and the proposal can be made again. Your reason stays on the page."
    )
    button = gettext_lazy("End it without a count")
    done = gettext_lazy("The vote is void.")
    form_class = ReasonForm
    rule = staticmethod(may_void)

    def take(self, request: HttpRequest, proposal: Proposal, **given: Any) -> None:
        actions.declare_void(member=signed_in(request), proposal=proposal, why=given["why"])


class SignatureView(LoginRequiredMixin, View):
    """Sign a petition, or take the signature back."""

    def post(self, request: HttpRequest, proposal_id: int) -> HttpResponseBase:
        proposal = visible_proposal(request, proposal_id)
        member = signed_in(request)
        if "undo" in request.POST:
            if actions.unsign_petition(member=member, proposal=proposal):
                messages.success(request, _("Your signature is taken back."))
        elif actions.sign_petition(member=member, proposal=proposal):
            messages.success(request, _("You have signed."))
        return redirect(proposal)


def _messages(error: TextRefused | ValidationError) -> list[str]:
    return error.messages if isinstance(error, ValidationError) else [str(error)]
