"""One field, "What's wrong?": answers first, then the two ways on."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from core.limits import demand_pace
from support import actions
from support.following import follow_path
from support.forms import EnquiryForm, SendingForm
from support.models import Enquiry
from support.views.place import EnquiryPlace, initial_text


@method_decorator(never_cache, name="dispatch")
class ContactView(EnquiryPlace):
    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {"key": uuid.uuid4(), "text": initial_text(request)}
        return self.show("page", self.blank(EnquiryForm(initial=initial)))


class AnswersView(EnquiryPlace):
    """Save what is typed and show what answers it: below the field as they type, else on a page."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID | None = None) -> HttpResponse:
        data = request.POST.dict() | ({"key": str(enquiry_id)} if enquiry_id else {})
        form = EnquiryForm(data)
        if not form.is_valid():
            if self.is_piece():
                return HttpResponse(status=204)  # not yet enough to search with
            return self.show("page", self.blank(form), status=422)
        demand_pace(f"support-typing:{self.asker()}", limit=120, seconds=300, when_down=True)
        enquiry = self.saved(form)
        if enquiry.outcome != Enquiry.Outcome.SENT:
            self.look_for_answers(enquiry)
        if self.is_piece():
            return self.show("_next", self.next_step(enquiry) | {"is_piece": True})
        return redirect(self.base(enquiry.pk))


@method_decorator(never_cache, name="dispatch")
class EnquiryView(EnquiryPlace):
    """One's enquiry: the field as typed and its answers; afterwards, how it ended."""

    def get(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = self.own(enquiry_id)
        if enquiry.outcome == Enquiry.Outcome.SENT and hasattr(enquiry, "case"):
            case = enquiry.case
            path = case.get_absolute_url() if case.member_id else follow_path(case)
            return self.show("sent", {"case": case, "path": path})
        if "write" not in request.GET:
            if enquiry.outcome == Enquiry.Outcome.SOLVED:
                return self.show("solved", {"enquiry": enquiry, "base": self.base(enquiry.pk)})
            if enquiry.outcome == Enquiry.Outcome.ASKED and enquiry.asked_topic:
                return self.show("asked", {"enquiry": enquiry, "base": self.base(enquiry.pk)})
        return self.show("page", self.next_step(enquiry))


class SendingView(EnquiryPlace):
    """Send the message to support: it becomes a case, with all that was shown, read and turned down."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = self.own(enquiry_id)
        if enquiry.outcome == Enquiry.Outcome.SENT:
            return redirect(self.base(enquiry.pk))
        data = request.POST.dict() | {"key": str(enquiry_id)}
        form = SendingForm(data, is_member=self.viewer().is_authenticated)
        if not form.is_valid():
            return self.show("page", self.next_step(enquiry, form), status=422)
        self._demand_pace(form.cleaned_data.get("email", ""))
        self.saved(form)
        actions.open_case(
            enquiry=enquiry,
            name=form.cleaned_data.get("name", ""),
            email=form.cleaned_data.get("email", ""),
        )
        return redirect(self.base(enquiry.pk))

    def _demand_pace(self, email: str) -> None:
        """Nobody's address is flooded with our confirmations, whoever types it."""
        demand_pace(f"case:{self.asker()}", limit=10, seconds=3600, when_down=True)
        if email:
            demand_pace(f"case-to:{email.lower()}", limit=4, seconds=3600, when_down=True)
