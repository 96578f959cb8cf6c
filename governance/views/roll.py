"""Who may vote: the rule, the roll once it is fixed, where the reader stands with it, and objections before that."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.signed_in import reader_of, signed_in
from core.compiled import page
from core.limits import demand_pace, who
from core.rules import demand
from governance import actions
from governance.models import Proposal, RollObjection
from governance.rolls.forms import ObjectionAnswerForm, ObjectionForm
from governance.rolls.reading import roll_file, roll_page
from governance.rules import may_answer_objection, may_object
from governance.views.proposal import is_acting, visible_proposal


@method_decorator(never_cache, name="dispatch")
class RollView(View):
    """The roll of one vote; nobody else's entry is on it."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponse:
        return show_roll(request, visible_proposal(request, proposal_id))


def show_roll(
    request: HttpRequest,
    proposal: Proposal,
    *,
    form: ObjectionForm | None = None,
    answered: tuple[int, ObjectionAnswerForm] | None = None,
) -> HttpResponse:
    """The page, with a form that could not be taken as it was sent."""
    request.space = proposal.policy.space  # type: ignore[attr-defined]
    wrong_id, wrong = answered or (0, None)
    view = roll_page(reader_of(request), proposal)
    context = {
        "proposal": proposal,
        "view": view,
        "file_url": request.build_absolute_uri(reverse("governance:roll_file", args=[proposal.pk])),
        "is_acting": is_acting(request),
        "form": form or (ObjectionForm() if view.may_object else None),
        "answers": [
            (
                each,
                wrong if each.pk == wrong_id else ObjectionAnswerForm(auto_id=f"id_{each.pk}_%s"),
            )
            for each in view.to_answer
        ],
    }
    answer = page(request, "governance/roll/page.jinja", context)
    answer.status_code = 422 if form or answered else 200
    return answer


class RollFileView(View):
    """The published hashes, one a line, as they were when the roll was fixed."""

    def get(self, request: HttpRequest, proposal_id: int) -> StreamingHttpResponse:
        proposal = visible_proposal(request, proposal_id)
        roll = getattr(proposal, "roll", None)
        if roll is None:
            raise Http404
        demand_pace(f"roll:{who(request)}", limit=10, seconds=60, when_down=True)
        answer = StreamingHttpResponse(roll_file(roll), content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = f'inline; filename="roll-{proposal.pk}.txt"'
        return answer


class ObjectionView(LoginRequiredMixin, View):
    """Object to being kept off the roll, before voting opens."""

    def get(self, request: HttpRequest, proposal_id: int) -> HttpResponseBase:
        return redirect("governance:roll", visible_proposal(request, proposal_id).pk)

    def post(self, request: HttpRequest, proposal_id: int) -> HttpResponseBase:
        proposal = visible_proposal(request, proposal_id)
        demand(may_object(request.user, proposal))
        form = ObjectionForm(request.POST)
        if not form.is_valid():
            return show_roll(request, proposal, form=form)
        actions.object_to_roll(member=signed_in(request), proposal=proposal, **form.cleaned_data)
        messages.success(
            request, _("Your objection is with the company. You are told of its answer.")
        )
        return redirect("governance:roll", proposal.pk)


class ObjectionAnswerView(LoginRequiredMixin, View):
    """The company answers one objection."""

    def get(self, request: HttpRequest, proposal_id: int, objection_id: int) -> HttpResponseBase:
        return redirect("governance:roll", visible_proposal(request, proposal_id).pk)

    def post(self, request: HttpRequest, proposal_id: int, objection_id: int) -> HttpResponseBase:
        proposal = visible_proposal(request, proposal_id)
        demand(may_answer_objection(request.user, proposal))
        objection = get_object_or_404(RollObjection, pk=objection_id, proposal=proposal)
        form = ObjectionAnswerForm(request.POST, auto_id=f"id_{objection.pk}_%s")
        if form.is_valid():
            try:
                actions.answer_objection(
                    member=signed_in(request), objection=objection, **form.cleaned_data
                )
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Answered; its author is told."))
                return redirect("governance:roll", proposal.pk)
        return show_roll(request, proposal, answered=(objection.pk, form))
