"""What one does with what was offered: open it in its place, say that it solved it or not quite, ask everybody."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from core.limits import demand_pace
from support import actions
from support.forms import EnquiryForm
from support.offers import Offer, opened_offer
from support.views.place import EnquiryPlace, offered_number


@method_decorator(never_cache, name="dispatch")
class AnswerView(EnquiryPlace):
    """An offered answer, opened in its place: its solution on top, and "did it help?"."""

    def get(self, request: HttpRequest, enquiry_id: uuid.UUID, offered_id: int) -> HttpResponse:
        enquiry = self.own(enquiry_id)
        offer = opened_offer(enquiry, offered_id, self.viewer())
        if offer is None:
            raise Http404("This answer was not offered.")
        actions.open_answer(offered=offer.offered)
        context = {"enquiry": enquiry, "offer": offer, "base": self.base(enquiry.pk)}
        return self.show("_answer" if self.is_piece() else "answer", context)


class NotQuiteView(EnquiryPlace):
    """ "Not quite": it closes, and an agent will know."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID, offered_id: int) -> HttpResponse:
        enquiry = self.own(enquiry_id)
        offered = get_object_or_404(enquiry.offered, pk=offered_id)
        actions.reject_answer(enquiry=enquiry, offered=offered)
        if not self.is_piece():
            return redirect(f"{self.base(enquiry.pk)}#answers")
        offer: Offer | None = opened_offer(enquiry, offered_id, self.viewer())
        if offer is None:
            return HttpResponse("")
        context = {"enquiry": enquiry, "offer": offer, "base": self.base(enquiry.pk)}
        return self.show("_offer", context)


class SolvedView(EnquiryPlace):
    """ "This solved it"."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = self.own(enquiry_id)
        number = offered_number(request.POST.get("answer", ""))
        offered = get_object_or_404(enquiry.offered, pk=number)
        actions.solve_enquiry(enquiry=enquiry, offered=offered)
        return redirect(self.base(enquiry.pk))


class QuestionView(EnquiryPlace):
    """Ask the community: what was typed stands in the form that asks everybody, kept as a draft."""

    def post(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        enquiry = self.own(enquiry_id)
        form = EnquiryForm(request.POST.dict() | {"key": str(enquiry_id)})
        demand_pace(f"support-asking:{self.asker()}", limit=20, seconds=600, when_down=True)
        if form.is_valid():
            enquiry = self.saved(form)
        try:
            draft = actions.ask_community(
                enquiry=enquiry, viewer=self.viewer(), browser_id=self.keep_browser()
            )
        except actions.NotYours as error:
            raise Http404("There is no such draft.") from error
        messages.info(request, _("What you wrote is here. Choose where to ask, and post it."))
        return redirect(f"{reverse('forums:ask')}?draft={draft.pk}")
