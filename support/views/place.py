"""Where somebody writes to support: on our page, or in the box on the company's site. What differs stands here alone."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views import View

from accounts.models import Viewer
from core.limits import who
from support import actions
from support.finding import answers_for
from support.forms import SHORTEST_SEARCH, EnquiryForm, SendingForm
from support.models import Enquiry
from support.offers import offers


class EnquiryPlace(View):
    """Our own page: the person is whoever is signed in, or a browser by its signed cookie."""

    place = Enquiry.Place.PAGE
    templates = "support/contact"

    def viewer(self) -> Viewer:
        return self.request.user

    def browser_id(self) -> uuid.UUID | None:
        return self.request.browser.id  # type: ignore[attr-defined, no-any-return]

    def keep_browser(self) -> uuid.UUID:
        return self.request.browser.keep()  # type: ignore[attr-defined, no-any-return]

    def asker(self) -> str:
        """Whose pace is counted."""
        return who(self.request)

    def base(self, enquiry_id: uuid.UUID) -> str:
        """The enquiry's address; what one does with it lies below."""
        return reverse("support:enquiry", args=[enquiry_id])

    def answers_url(self, enquiry_id: uuid.UUID) -> str:
        return reverse("support:answers")

    def is_piece(self) -> bool:
        """Whether a part of the page is asked for, to stand in its place."""
        return bool(self.request.htmx)  # type: ignore[attr-defined]

    def show(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        return render(self.request, f"{self.templates}/{name}.html", context, status=status)

    # What both places do alike ----------------------------------------------------------------------

    def own(self, enquiry_id: uuid.UUID) -> Enquiry:
        """This person's enquiry; anybody else's is 404."""
        enquiries = Enquiry.objects.of(self.viewer(), self.browser_id())
        return get_object_or_404(enquiries.select_related("case", "product"), pk=enquiry_id)

    def saved(self, form: EnquiryForm) -> Enquiry:
        """Keep what is typed; a key that is somebody else's is 404."""
        try:
            return actions.save_enquiry(
                viewer=self.viewer(),
                browser_id=self.keep_browser(),
                place=self.place,
                **form.told,
            )
        except actions.NotYours as error:
            raise Http404("There is no such enquiry.") from error

    def look_for_answers(self, enquiry: Enquiry) -> None:
        words = f"{enquiry.subject} {enquiry.text}".strip()
        found = []
        if len(words) >= SHORTEST_SEARCH:
            found = answers_for(words, self.viewer(), enquiry.product)
        actions.offer_answers(enquiry=enquiry, found=found)

    def blank(self, form: EnquiryForm) -> dict[str, Any]:
        """The page before anything is typed."""
        key = form["key"].value()
        return {"form": form, "answers_url": self.answers_url(key)}

    def next_step(self, enquiry: Enquiry, form: SendingForm | None = None) -> dict[str, Any]:
        """What stands below the field once something is typed: the answers, and the two ways on."""
        if form is None:
            initial = {
                "key": enquiry.pk,
                "text": enquiry.text,
                "product": enquiry.product.slug if enquiry.product else "",
                "order": enquiry.order,
            }
            form = SendingForm(initial=initial, is_member=self.viewer().is_authenticated)
        return {
            "enquiry": enquiry,
            "form": form,
            "offers": offers(enquiry, self.viewer()),
            "base": self.base(enquiry.pk),
            "answers_url": self.answers_url(enquiry.pk),
        }


def offered_number(text: str) -> int:
    """An offered answer's number as a form names it; what is none is 404."""
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404("No such answer.")
    return int(text)


def initial_text(request: HttpRequest) -> str:
    """What the address of a link already says: `?text=`, or a subject."""
    return (request.GET.get("text") or request.GET.get("subject", ""))[:1000]
