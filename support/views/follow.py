"""Following a case by its signed link, without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from core.limits import client_address, demand_pace
from core.text import TextRefused
from support import actions
from support.following import follow_path, followed_case
from support.forms import MessageForm
from support.models import Case
from support.queries import messages_for_customer


@method_decorator(never_cache, name="dispatch")
class FollowView(View):
    """The link is the right: whoever has it reads the case and writes on it."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, self.case(request, token), MessageForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        case = self.case(request, token)
        form = MessageForm(request.POST)
        if form.is_valid():
            demand_pace(f"case-message:case:{case.pk}", limit=20, seconds=600, when_down=True)
            try:
                written = actions.write_on_case(case=case, by=None, **form.cleaned_data)
                return redirect(follow_path(written.case))
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

    def page(
        self, request: HttpRequest, case: Case, form: MessageForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "case": case,
            "thread": messages_for_customer(case),
            "message_form": form,
            "by_link": True,
        }
        response = render(request, "support/case/page.html", context, status=status)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        return response
