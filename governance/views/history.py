from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from governance.counting.facebook import VOTE_2009, VOTE_2012, replay

RECOUNT = settings.BASE_DIR / "tools" / "recount.py"


class HistoryView(View):
    """The two votes that Facebook held, counted by the code that counts here."""

    def get(self, request: HttpRequest) -> HttpResponse:
        votes = [replay(VOTE_2009), replay(VOTE_2012)]
        return render(request, "governance/history/page.html", {"votes": votes})


class RulesView(View):
    """The rules of counting, in words; each case has a place of its own to be linked to."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "governance/rules/page.html")


class RecountToolView(View):
    """The program that counts a vote again, as it stands in the repository."""

    def get(self, request: HttpRequest) -> HttpResponse:
        response = HttpResponse(RECOUNT.read_bytes(), content_type="text/x-python; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="recount.py"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
