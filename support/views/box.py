"""The box on the company's own site: the same field and answers, in a sandboxed frame, without a cookie.

Who writes is known by a signed word in the address alone, so there is nothing a foreign page could make a browser send
in somebody's name: no cookie is read, none is set, and nobody is signed in here.
"""

import re
import uuid
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from accounts.entering.private import is_at_home
from accounts.models import Browser, Viewer
from core.limits import TooMany, client_address
from core.rules import NotAllowed
from support import actions
from support.boxes import carried, carry_path, new_visit, next_visit, policy, visit_of
from support.forms import EnquiryForm
from support.models import Enquiry
from support.views.answer import AnswerView, NotQuiteView, SolvedView
from support.views.contact import AnswersView, EnquiryView, SendingView
from support.views.place import EnquiryPlace, initial_text

# A sandboxed frame may neither load the sheet of icons (words stand beside each) nor take the focus from the page around it.
_OUT_OF_REACH = re.compile(rb'<svg class="icon.*?</svg>| autofocus\b', re.S)


@method_decorator([csrf_exempt, xframe_options_exempt, never_cache], name="dispatch")
class InBox(EnquiryPlace):
    """What makes a view of the contact page one of the box."""

    place = Enquiry.Place.BOX
    templates = "support/box"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        visit = visit_of(kwargs.pop("token")) if "token" in kwargs else new_visit()
        if visit is None:
            return redirect("support:box")  # over, or forged: begin anew
        self.visit = visit
        kwargs["enquiry_id"] = visit.enquiry_id
        response = self._answered(request, *args, **kwargs)
        response["Content-Security-Policy"] = policy()
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        if self.is_piece():  # the sandbox has no origin of its own; what is fetched names nobody
            response["Access-Control-Allow-Origin"] = "*"
        return response

    def _answered(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """What goes wrong is said in the box: our usual pages of errors may not stand in a frame."""
        self.request = request
        if not is_at_home(AnonymousUser()):
            return self.show("closed", {}, status=403)
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            return self._trouble(
                404, _("This is not here any more"), _("It was taken back, or it never was here.")
            )
        except NotAllowed as error:
            return self._trouble(403, _("That is not possible now"), str(error))
        except TooMany as error:
            response = self._trouble(
                429, _("One moment, please"), _("That was much at once. Try again in a minute.")
            )
            response["Retry-After"] = str(error.retry_after)
            return response

    def _trouble(self, status: int, said: str, cure: str) -> HttpResponse:
        back = self.base(self.visit.enquiry_id)
        return self.show("trouble", {"said": said, "cure": cure, "back": back}, status=status)

    def viewer(self) -> Viewer:
        return AnonymousUser()

    def browser_id(self) -> uuid.UUID | None:
        return self.visit.browser_id

    def keep_browser(self) -> uuid.UUID:
        return Browser.objects.get_or_create(pk=self.visit.browser_id)[0].pk

    def asker(self) -> str:
        return f"address:{client_address(self.request)}"

    def base(self, enquiry_id: uuid.UUID) -> str:
        return reverse("support:box_visit", args=[self.visit.token])

    def answers_url(self, enquiry_id: uuid.UUID) -> str:
        return reverse("support:box_answers", args=[self.visit.token])

    def is_piece(self) -> bool:
        return "piece" in self.request.GET

    def show(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        folder = "support/contact" if name.startswith("_") else self.templates
        more = {
            "is_box": True,
            "visit": self.visit.token,
            "carry_url": carry_path(self.visit.enquiry_id),
            "again_url": reverse("support:box_visit", args=[next_visit(self.visit).token]),
        }
        response = render(self.request, f"{folder}/{name}.html", context | more, status=status)
        response.content = _OUT_OF_REACH.sub(b"", response.content)
        return response


class BoxView(InBox):
    """The box as the company's page first shows it."""

    def get(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        initial = {"key": enquiry_id, "text": initial_text(request)}
        return self.show("page", self.blank(EnquiryForm(initial=initial)))


class BoxVisitView(InBox, EnquiryView):
    """The same further on: the field as typed and its answers, or how it ended; before that, an empty field."""

    def get(self, request: HttpRequest, enquiry_id: uuid.UUID) -> HttpResponse:
        if Enquiry.objects.of(self.viewer(), self.browser_id()).filter(pk=enquiry_id).exists():
            return EnquiryView.get(self, request, enquiry_id)
        return self.show("page", self.blank(EnquiryForm(initial={"key": enquiry_id})))


class BoxAnswersView(InBox, AnswersView):
    pass


class BoxAnswerView(InBox, AnswerView):
    pass


class BoxNotQuiteView(InBox, NotQuiteView):
    pass


class BoxSolvedView(InBox, SolvedView):
    pass


class BoxSendingView(InBox, SendingView):
    pass


@method_decorator(never_cache, name="dispatch")
class CarryView(EnquiryPlace):
    """From the box to our own page: what was typed goes on as this person's, once they say so."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.show("carry", {"enquiry": self.held(token)})

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        try:
            enquiry = actions.carry_over(
                enquiry=self.held(token), viewer=self.viewer(), browser_id=self.keep_browser()
            )
        except actions.NotYours as error:
            raise Http404("It was sent, or is somebody's.") from error
        return redirect(enquiry)

    def held(self, token: str) -> Enquiry:
        key = carried(token)
        found = Enquiry.objects.filter(place=Enquiry.Place.BOX)
        enquiry = found.filter(pk=key).first() if key else None
        if enquiry is None:
            raise Http404("This leads nowhere, or no longer.")
        return enquiry


@method_decorator([cache_control(public=True, max_age=300)], name="dispatch")
class BoxScriptView(View):
    """The address that stands on the company's page: it stays, and leads to the script of this version."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return redirect(static("js/embed.js"))
