from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moderation.forms import ReasonForm
from moderation.queries import matters, queue_counts, waiting
from moderation.views.managers import ManagersOnly


class ReportQueueView(ManagersOnly):
    """Reported posts, those that weigh most first, then the longest waiting."""

    def get(self, request: HttpRequest) -> HttpResponse:
        shown = matters(request.user)
        context = {"tab": "reports", "matters": shown, "form": ReasonForm()}
        context["counts"] = queue_counts(request.user)
        return render(request, "moderation/queue/reports.html", context)


class QuestionQueueView(ManagersOnly):
    """Questions nobody has answered, the longest waiting first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        rows, page = waiting(request.user, after=request.GET.get("after"))
        context = {"tab": "questions", "rows": rows, "page": page}
        context["counts"] = queue_counts(request.user)
        return render(request, "moderation/queue/questions.html", context)
