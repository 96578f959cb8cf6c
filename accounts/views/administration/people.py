"""The people of the community, for administrators."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views import View

from accounts.administration.people import FILTERS, people, person
from accounts.models import Member
from accounts.rules import may_act_as, may_see_people
from core.rules import demand

LONGEST_SEARCH = 100


class PeopleView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_see_people(request.user))
        search = request.GET.get("q", "").replace("\0", "")[:LONGEST_SEARCH]
        only = request.GET.get("only", "")
        only = only if only in FILTERS else ""
        found = people(search=search, only=only, after=request.GET.get("after"))
        context = {
            "page": found,
            "search": search,
            "only": only,
            "filters": FILTERS.items(),
            "query": urlencode({"q": search, "only": only}),
        }
        return render(request, "accounts/people/list.html", context)


class PersonView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        demand(may_see_people(request.user))
        member = get_object_or_404(Member, handle__iexact=handle)
        context = {
            "shown": person(member),
            "person": member,
            "may_act_as": may_act_as(request.user, member),
        }
        return render(request, "accounts/people/person.html", context)
