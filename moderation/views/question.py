from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.signed_in import signed_in
from core.rules import demand
from forums.models import Topic
from moderation.actions import claim_question, release_question
from moderation.queries import waiting_questions
from moderation.rules import may_claim_question
from moderation.views.managers import ManagersOnly


class ClaimView(ManagersOnly):
    """ "I take this": an unanswered question gets an owner."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = get_object_or_404(waiting_questions(request.user), pk=topic_id)
        demand(may_claim_question(request.user, topic))
        claim = claim_question(by=signed_in(request), topic=topic)
        if claim.member_id == request.user.pk:
            messages.success(request, _("It is yours until somebody answers it."))
        else:
            messages.info(request, _("%s was quicker and has taken it.") % claim.member)
        return redirect("moderation:questions")


class ClaimReleaseView(ManagersOnly):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = get_object_or_404(
            Topic, pk=topic_id, claims__member=request.user, claims__released_at=None
        )
        release_question(by=signed_in(request), topic=topic)
        messages.success(request, _("Handed back: somebody else can take it."))
        return redirect("moderation:questions")
