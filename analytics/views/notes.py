from typing import Any, cast

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.actions import take_back_note, write_note
from analytics.forms import NoteForm
from analytics.lens import Lens
from analytics.models import Note
from analytics.rules import may_note
from analytics.views.base import ForExecutives, ForLeaders, InsightsPage
from core.rules import demand


def notes_of(lens: Lens) -> list[Note]:
    """What happened in the period where the reader looks, oldest first."""
    found = Note.objects.standing().filter(day__gte=lens.first, day__lte=lens.last)
    if lens.spaces is not None:
        found = found.filter(Q(space=None) | Q(space__in=lens.spaces))
    if lens.space is not None:
        found = found.filter(Q(space=None) | Q(space=lens.space))
    return list(found.select_related("space"))


class NotesView(ForLeaders, InsightsPage):
    """What happened when, that figures alone do not tell."""

    template_name = "analytics/notes/page.html"
    section = "notes"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = bool(may_note(self.request.user))
        if may:
            kwargs.setdefault("form", NoteForm(initial={"day": self.lens.last}))
        return super().get_context_data(notes=notes_of(self.lens)[::-1], may_note=may, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        demand(may_note(request.user))
        form = NoteForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        space = form.cleaned_data["space"]
        write_note(
            by=cast(Member, request.user),
            day=form.cleaned_data["day"],
            words=form.cleaned_data["words"],
            space_id=space.pk if space else None,
        )
        messages.success(request, _("Noted. It stands on the time line of that day."))
        return redirect(f"{request.path}?{self.lens.query}")


class NoteView(ForExecutives):
    def post(self, request: HttpRequest, note_id: int) -> HttpResponseBase:
        note = get_object_or_404(Note.objects.standing(), pk=note_id)
        take_back_note(by=cast(Member, request.user), note=note)
        messages.success(request, _("Taken back."))
        return redirect("analytics:notes")
