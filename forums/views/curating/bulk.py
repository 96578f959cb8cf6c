"""Acts on several topics of a list: chosen there by checkboxes, done on a page that says what will happen."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from accounts.models import Member
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand, denied
from forums.curating import bulk
from forums.curating.forms import BulkForm
from forums.curating.rules import may_use_bulk
from forums.models import Topic

MOST_NAMED = 5


class BulkView(LoginRequiredMixin, View):
    """GET with `topic` (several) and `act` shows the form; POST does it and tells what could not be done."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        act, topics = self.asked(request, request.GET)
        return self.page(request, act, topics, self.form(request, act, topics, None))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        act, topics = self.asked(request, request.POST)
        demand_pace(f"bulk:{who(request)}", limit=20, seconds=60, when_down=True)
        form = self.form(request, act, topics, request.POST)
        if not topics or not form.is_valid():
            return self.page(request, act, topics, form, status=422)
        outcome = self.do(signed_in(request), act, list(topics), form.cleaned_data)
        self.tell(request, outcome, len(topics))
        return redirect(_back(request.POST.get("back", "")))

    def asked(self, request: HttpRequest, data: Any) -> tuple[str, QuerySet[Topic]]:
        demand(may_use_bulk(request.user))
        act = data.get("act", "")
        if act not in BulkForm.ACTS:
            demand(denied(_("Choose what is to be done with them.")))
        ids = [pk for pk in data.getlist("topic") if pk.isdecimal() and len(pk) < 19][: bulk.MOST]
        topics = Topic.objects.visible_to(request.user).filter(pk__in=ids)
        return act, topics.select_related("board", "space").order_by("created_at", "pk")

    def form(self, request: HttpRequest, act: str, topics: QuerySet[Topic], data: Any) -> BulkForm:
        initial = {"into": topics.first()} if act == "merge" else {}
        return BulkForm(data, viewer=request.user, act=act, topics=topics, initial=initial)

    def do(self, by: Member, act: str, topics: list[Topic], data: dict[str, Any]) -> bulk.Outcome:
        reason = data["reason"]
        if act == "move":
            return bulk.move_topics(by=by, topics=topics, board=data["board"], reason=reason)
        if act == "merge":
            return bulk.merge_into(by=by, topics=topics, into=data["into"], reason=reason)
        if act == "tag":
            return bulk.tag_topics(by=by, topics=topics, tags=data["tags"], reason=reason)
        write = bulk.close_topics if act == "close" else bulk.archive_topics
        return write(by=by, topics=topics, reason=reason)

    def tell(self, request: HttpRequest, outcome: bulk.Outcome, asked: int) -> None:
        count = len(outcome.done)
        done = ngettext("%(n)d conversation done.", "%(n)d conversations done.", count)
        undo = _("Each can be undone on its own record.")
        if count:
            messages.success(request, f"{done % {'n': count}} {undo}")
        for topic, why in outcome.refused[:MOST_NAMED]:
            words = format_html(
                '{}: <a href="{}">{}</a>. {}', _("Not done"), topic.get_absolute_url(), topic, why
            )
            messages.error(request, words)
        if len(outcome.refused) > MOST_NAMED:
            more = len(outcome.refused) - MOST_NAMED
            messages.error(request, _("And %(n)d more could not be done.") % {"n": more})
        if not count and not outcome.refused and asked:
            messages.info(request, _("They were so already."))

    def page(
        self, request: HttpRequest, act: str, topics: Any, form: BulkForm, *, status: int = 200
    ) -> HttpResponse:
        context = {
            "act": act, "title": BulkForm.ACTS[act], "topics": topics, "form": form,
            "back": _back(request.GET.get("back", "") or request.POST.get("back", "")),
        }  # fmt: skip
        return render(request, "forums/curating/bulk.html", context, status=status)


def _back(address: str) -> str:
    """The list one came from: an address of this house, or the latest conversations."""
    own = address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if own else reverse("forums:latest")
