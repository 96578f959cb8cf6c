from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from governance.counting.facebook import VOTE_2009, VOTE_2012, replay

TOOLS = settings.BASE_DIR / "tools"


class HistoryView(View):
    """The two votes that Facebook held, counted by the code that counts here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        votes = [replay(VOTE_2009), replay(VOTE_2012)]
        return render(request, "governance/history/page.html", {"votes": votes})


class RulesView(View):
    """The rules of counting, in words; each case has a place of its own to be linked to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "governance/rules/page.html")


class ToolView(View):
    """A program that checks a vote, as it stands in the repository."""

    name = "recount.py"

    def get(self, request: HttpRequest) -> HttpResponse:
        content = (TOOLS / self.name).read_bytes()
        response = HttpResponse(content, content_type="text/x-python; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.name}"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
