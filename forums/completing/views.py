"""Completion: JSON for the list under the caret. Nothing is told that the one who types may not see."""

from dataclasses import asdict

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, JsonResponse
from django.views import View

from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from forums.completing import queries
from forums.completing.queries import Option
from forums.models import Topic


class CompletionView(View):
    def get(self, request: HttpRequest) -> JsonResponse:
        demand_pace(f"complete:{who(request)}", limit=240, seconds=60, when_down=True)
        found = self.offers(request, request.GET.get("q", ""))
        response = JsonResponse({"options": [asdict(option) for option in found]})
        response["Cache-Control"] = "no-store"
        return response

    def offers(self, request: HttpRequest, query: str) -> list[Option]:
        raise NotImplementedError


class PeopleCompletionView(LoginRequiredMixin, CompletionView):
    def offers(self, request: HttpRequest, query: str) -> list[Option]:
        number = request.GET.get("topic", "")
        topic = None
        if number.isdecimal() and len(number) < 10:
            topic = Topic.objects.visible_to(request.user).filter(pk=number).first()
        return queries.people(signed_in(request), query, topic)


class TopicCompletionView(CompletionView):
    def offers(self, request: HttpRequest, query: str) -> list[Option]:
        return queries.topics(request.user, query)


class TagCompletionView(CompletionView):
    def offers(self, request: HttpRequest, query: str) -> list[Option]:
        return queries.tags(request.user, query)
