"""Following a case by its signed link, without an account."""

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from core.limits import client_address, demand_pace
from core.text import TextRefused
from support import actions
from support.case_forms import MessageForm
from support.following import follow_path, followed_case
from support.models import Case
from support.views.agents import stored_files
from support.views.case import agree, customers_side
from uploads.handing_out import hand_out, shown


@method_decorator(never_cache, name="dispatch")
class FollowView(View):
    """The link is the right: whoever has it reads the case and writes on it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, self.case(request, token), MessageForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        case = self.case(request, token)
        form = MessageForm(request.POST, request.FILES)
        if form.is_valid():
            demand_pace(f"case-message:case:{case.pk}", limit=20, seconds=600, when_down=True)
            uploads = stored_files(request, form)
            if uploads is not None:
                try:
                    written = actions.write_on_case(
                        case=case, by=None, uploads=uploads, **form.cleaned_data
                    )
                    return self.back(written.case, token if written.case == case else "")
                except TextRefused as error:
                    form.add_error("text", str(error))
        return self.page(request, case, form, status=422)

    def case(self, request: HttpRequest, token: str) -> Case:
        """Guessing is slow; a forged or old link leads nowhere."""
        demand_pace(f"follow:{client_address(request)}", limit=120, seconds=600, when_down=True)
        case = followed_case(token)
        if case is None:
            raise Http404("This link leads nowhere, or no longer.")
        return case

    def back(self, case: Case, token: str) -> HttpResponse:
        return redirect("support:follow", token=token) if token else redirect(follow_path(case))

    def page(
        self, request: HttpRequest, case: Case, form: MessageForm, status: int = 200
    ) -> HttpResponse:
        token = self.kwargs["token"]
        context = customers_side(case) | {"message_form": form, "by_link": True, "token": token}
        response = render(request, "support/case/page.html", context, status=status)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response


class FollowSolutionView(FollowView):
    """ "This solved it", without an account."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        actions.solve_case(by=None, case=self.case(request, token), is_customer=True)
        messages.success(request, _("Good to hear. Write here again should it come back."))
        return redirect("support:follow", token=token)


class FollowConsentView(FollowView):
    """Whether others may read it, without an account."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str, publication_id: int = 0) -> HttpResponse:
        case = self.case(request, token)
        publication = get_object_or_404(case.publications, pk=publication_id)
        agree(request, publication, by=None)
        return self.back(case, token)


class FollowFileView(FollowView):
    """A file of the case, to whoever has its link; those of internal notes are not there."""

    http_method_names = ["get"]

    def get(  # type: ignore[override]
        self, request: HttpRequest, token: str, upload_id: uuid.UUID | None = None
    ) -> FileResponse:
        case = self.case(request, token)
        files = case.files.for_customer().select_related("upload")
        upload = get_object_or_404(files, upload=upload_id).upload
        response = shown(upload, upload.stored_as) if upload.is_picture else hand_out(upload)
        response["Referrer-Policy"] = "no-referrer"
        return response
