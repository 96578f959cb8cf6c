"""Proposals are written: by the company, or by a member who wants to collect signatures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import demand
from core.text import TextRefused
from governance import actions
from governance.models import Policy, Proposal
from governance.process.drafts import Terms
from governance.process.forms import (
    ProposalForm,
    TermsForm,
    TextFormSet,
    blank_of,
    drafts_of,
    initial_of,
)
from governance.queries import policies_list
from governance.rules import may_edit_draft, may_petition, may_propose
from governance.views.proposal import visible_proposal


class ProposalStartView(LoginRequiredMixin, View):
    """Which policy shall change?"""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"policies": policies_list(request.user)}
        return render(request, "governance/proposal/start.html", context)


class _Writing(LoginRequiredMixin, View):
    """The forms of a proposal: what it is about, its terms (the company's only), a row for each text."""

    def page(
        self, request: HttpRequest, policy: Policy, forms: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        request.space = policy.space  # type: ignore[attr-defined]
        context = {"policy": policy, "policies": _beside(request, policy), **forms}
        return render(request, "governance/proposal/new.html", context, status=status)

    def forms(
        self,
        request: HttpRequest,
        policy: Policy,
        *,
        is_petition: bool,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
        rows: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        kwargs = {"policies": _beside(request, policy)}
        return {
            "form": ProposalForm(data, initial=initial),
            "terms": None if is_petition else TermsForm(data, initial=initial),
            "rows": TextFormSet(data, initial=rows, prefix="text", form_kwargs=kwargs),
            "is_petition": is_petition,
        }

    def written(self, forms: dict[str, Any]) -> dict[str, Any] | None:
        """What the actions take; None where a form says what is wrong."""
        checked = [
            each.is_valid()
            for each in (forms["form"], forms["terms"], forms["rows"])
            if each is not None
        ]
        if not all(checked):
            return None
        terms = forms["terms"].terms() if forms["terms"] else Terms()
        try:
            texts, options = drafts_of(forms["rows"], terms.method)
        except ValidationError as error:
            forms["form"].add_error(None, error)
            return None
        return {**forms["form"].cleaned_data, "texts": texts, "options": options, "terms": terms}


class ProposalNewView(_Writing):
    """Write a new text of a policy. Saved, it is a draft that one looks at before it is announced."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        policy, is_petition = self._policy(request, slug)
        forms = self.forms(request, policy, is_petition=is_petition, rows=[blank_of(policy)])
        return self.page(request, policy, forms)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        made = self._made(request)
        if made:
            return redirect(made)
        policy, is_petition = self._policy(request, slug)
        if "add" in request.POST:
            data = _one_more(request, policy)
            return self.page(
                request, policy, self.forms(request, policy, is_petition=is_petition, data=data)
            )
        forms = self.forms(request, policy, is_petition=is_petition, data=request.POST)
        written = self.written(forms)
        if written is not None:
            try:
                proposal = actions.draft_proposal(
                    member=signed_in(request), policy=policy, is_petition=is_petition, **written
                )
            except (TextRefused, ValidationError) as error:
                _say(forms, error)
            else:
                messages.success(request, _("Saved. Look at it, then go on."))
                return redirect(proposal)
        return self.page(request, policy, forms, status=422)

    def _policy(self, request: HttpRequest, slug: str) -> tuple[Policy, bool]:
        """The policy, and whether who writes is a member with a petition."""
        policies = Policy.objects.visible_to(request.user).select_related("space")
        policy = get_object_or_404(policies, slug=slug)
        if may_propose(request.user, policy):
            return policy, False
        demand(may_petition(request.user, policy))
        return policy, True

    def _made(self, request: HttpRequest) -> Proposal | None:
        """What this very form made already, when it is sent twice."""
        try:
            value = ProposalForm.base_fields["key"].clean(request.POST.get("key", ""))
        except ValidationError:
            return None
        return Proposal.objects.filter(proposed_by=request.user.pk, key=value).first()


class DraftView(_Writing):
    """Write a draft anew."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        proposal = self._draft(request, proposal_id)
        initial = {
            name: getattr(proposal, name)
            for name in ("title", "why", "affected", *TermsForm.base_fields)
        }
        forms = self.forms(
            request,
            proposal.policy,
            is_petition=proposal.is_petition,
            initial=initial,
            rows=initial_of(proposal),
        )
        return self.page(request, proposal.policy, forms | {"proposal": proposal})

    def post(self, request: HttpRequest, proposal_id: int) -> HttpResponseBase:
        proposal = self._draft(request, proposal_id)
        policy, is_petition = proposal.policy, proposal.is_petition
        more = {"proposal": proposal}
        if "add" in request.POST:
            data = _one_more(request, policy)
            forms = self.forms(request, policy, is_petition=is_petition, data=data)
            return self.page(request, policy, forms | more)
        forms = self.forms(request, policy, is_petition=is_petition, data=request.POST)
        written = self.written(forms)
        if written is not None:
            written.pop("key")
            try:
                actions.edit_draft(member=signed_in(request), proposal=proposal, **written)
            except (TextRefused, ValidationError) as error:
                _say(forms, error)
            else:
                messages.success(request, _("Saved. Look at it, then go on."))
                return redirect(proposal)
        return self.page(request, policy, forms | more, status=422)

    def _draft(self, request: HttpRequest, proposal_id: int) -> Proposal:
        proposal = visible_proposal(request, proposal_id)
        demand(may_edit_draft(request.user, proposal))
        return proposal


def _beside(request: HttpRequest, policy: Policy) -> QuerySet[Policy]:
    """The policies that one proposal may change together with this one: those that hold in the same place."""
    return Policy.objects.visible_to(request.user).filter(space=policy.space_id)


def _one_more(request: HttpRequest, policy: Policy) -> QueryDict:
    """What was sent, with one more row: the text in force of the policy that was picked."""
    data = request.POST.copy()
    picked = request.POST.get("add_policy", "")
    found = _beside(request, policy).filter(pk=picked).first() if picked.isdecimal() else None
    row = blank_of(found or policy)
    total = data.get("text-TOTAL_FORMS", "0")
    number = int(total) if total.isdecimal() and int(total) < 24 else 0
    data["text-TOTAL_FORMS"] = str(number + 1)
    for name, value in row.items():
        data[f"text-{number}-{name}"] = str(value.pk) if isinstance(value, Policy) else value
    return data


def _say(forms: dict[str, Any], error: TextRefused | ValidationError) -> None:
    """Say what an action refused at the form it is about: at the field, or above all of them."""
    for said in (forms["terms"], forms["form"]):
        fields = set(getattr(error, "error_dict", {}))
        if said is not None and fields and fields <= set(said.fields):
            said.add_error(None, error)
            return
    said = error.messages if isinstance(error, ValidationError) else [str(error)]
    forms["form"].add_error(None, said)
