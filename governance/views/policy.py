from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Viewer
from accounts.signed_in import signed_in
from core.pagecache import shows
from core.rules import demand
from core.text import TextRefused
from forums.world import feeds as feed
from forums.world.facts import absolute
from governance import actions
from governance.cached import POLICIES
from governance.documents.forms import PolicyForm
from governance.documents.languages import language_for
from governance.documents.queries import (
    comparison,
    feed_entries,
    history,
    policy_page,
    read_version,
)
from governance.models import Policy
from governance.queries import policies_list
from governance.rules import may_establish, spaces_to_establish


def visible_policy(request: HttpRequest, slug: str) -> Policy:
    policies = Policy.objects.visible_to(request.user).select_related("space")
    policy = get_object_or_404(policies, slug=slug)
    request.space = policy.space  # type: ignore[attr-defined]
    return policy


class PolicyListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        shows(request, POLICIES, "people")
        context = {
            "policies": policies_list(request.user).order_by(
                F("space__name").asc(nulls_first=True), "title"
            ),
            "may_establish": _may_establish_somewhere(request.user),
        }
        return render(request, "governance/policy/list.html", context)


class PolicyView(View):
    """A policy as it stands, or as it read in an earlier version, in the reader's language where there is a translation."""

    def get(self, request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
        shows(request, POLICIES, "people")
        policy = visible_policy(request, slug)
        read = read_version(policy, number)
        if read is None:
            raise Http404
        language = language_for(request, policy.language, {each.language for each in read[1]})
        page = policy_page(request.user, policy, read, language)
        context = {"page": page, "policy": policy, "version": page.version, "shown": page.shown}
        response = render(request, "governance/policy/page.html", context)
        patch_vary_headers(response, ["accept-language"])
        return response


class PolicyComparisonView(View):
    """What became of each clause from any version to any other."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        shows(request, POLICIES, "people")
        policy = visible_policy(request, slug)
        before, after = (_number(request, name) for name in ("from", "to"))
        found = comparison(policy, before, after)
        if found is None:
            raise Http404
        context = {"comparison": found, "policy": policy}
        return render(request, "governance/policy/comparison.html", context)


class PolicyHistoryView(View):
    """How the policy came to read as it does: its versions, and every change that was put to the members."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        shows(request, POLICIES, "people")
        policy = visible_policy(request, slug)
        context = {"history": history(request.user, policy), "policy": policy}
        return render(request, "governance/policy/history.html", context)


class PolicyFeedView(View):
    """The same for feed readers: versions and proposals, newest first; what a visitor may read, whoever asks."""

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponse:
        shows(request, POLICIES)
        if form not in feed.TYPES:
            raise Http404
        nobody = AnonymousUser()
        policy = get_object_or_404(Policy.objects.visible_to(nobody), slug=slug)
        return feed.answer(
            form,
            title=policy.title,
            page=absolute(policy.get_absolute_url()),
            here=absolute(request.path),
            entries=feed_entries(nobody, policy),
        )


class PolicyNewView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = self._form(request, request.POST)
        if form.is_valid():
            try:
                policy = actions.establish_policy(member=signed_in(request), **form.cleaned_data)
                messages.success(request, _("The policy is in force."))
                return redirect(policy)
            except TextRefused as error:
                form.add_error("source", str(error))
        return self._page(request, form, status=422)

    def _form(self, request: HttpRequest, data: Any = None) -> PolicyForm:
        if not _may_establish_somewhere(request.user):
            demand(may_establish(request.user))
        return PolicyForm(data, viewer=request.user)

    def _page(self, request: HttpRequest, form: PolicyForm, status: int = 200) -> HttpResponse:
        return render(request, "governance/policy/new.html", {"form": form}, status=status)


def _number(request: HttpRequest, name: str) -> int | None:
    """A version's number out of the address; nothing where none is given. What is no number is no version."""
    given = request.GET.get(name, "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) <= 6):
        raise Http404
    return int(given)


def _may_establish_somewhere(viewer: Viewer) -> bool:
    return bool(may_establish(viewer)) or bool(spaces_to_establish(viewer))
