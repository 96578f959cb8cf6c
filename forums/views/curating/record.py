from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import NotAllowed, demand
from forums.curating.queries import readable_curations, record_of, timers_of, where_it_went
from forums.curating.rules import may_have_undone, may_read_record, may_undo
from forums.curating.undoing import undo_curation
from forums.models import Curation, State
from forums.views.curating.acts import topic_of


class RecordView(LoginRequiredMixin, View):
    """Everything that was done to a topic to keep it in order, for those who keep order."""

    def get(self, request: HttpRequest, topic_id: int) -> HttpResponse:
        topic = topic_of(request, topic_id)
        demand(may_read_record(request.user, topic))
        lines = [(row, may_undo(request.user, row)) for row in record_of(topic)]
        context = {"topic": topic, "lines": lines, "timers": timers_of(topic)}
        return render(request, "forums/curating/record.html", context)


class UndoView(LoginRequiredMixin, View):
    """GET asks, POST does it; where something stands in the way, the page says what."""

    def get(self, request: HttpRequest, curation_id: int) -> HttpResponse:
        return self.page(request, self.curation(request, curation_id))

    def post(self, request: HttpRequest, curation_id: int) -> HttpResponseBase:
        curation = self.curation(request, curation_id)
        try:
            undo_curation(by=signed_in(request), curation=curation)
        except NotAllowed as error:
            return self.page(request, curation, trouble=str(error), status=409)
        messages.success(request, self.words(curation))
        return redirect(where_it_went(request.user, curation.topic_id) or "forums:latest")

    def words(self, curation: Curation) -> str:
        if curation.kind == Curation.Kind.MERGE:
            return _("Undone: its posts are back. What was written since stayed in the other.")
        if curation.kind == Curation.Kind.SPLIT and curation.other:
            curation.other.refresh_from_db(fields=["state"])
            if curation.other.state != State.MERGED:
                return _("Undone: the posts are back. Replies that came since stayed in the other.")
            return _("Undone: the posts are back.")
        return _("Undone.")

    def curation(self, request: HttpRequest, curation_id: int) -> Curation:
        curation = get_object_or_404(readable_curations(request.user), pk=curation_id)
        demand(may_have_undone(request.user, curation))
        request.space = curation.topic.space  # type: ignore[attr-defined]
        return curation

    def page(
        self, request: HttpRequest, curation: Curation, *, trouble: str = "", status: int = 200
    ) -> HttpResponse:
        context = {
            "curation": curation,
            "topic": where_it_went(request.user, curation.topic_id) or curation.topic,
            "trouble": trouble,
        }
        return render(request, "forums/curating/undo.html", context, status=status)
