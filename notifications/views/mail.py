from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from notifications.actions import choose_mail
from notifications.forms import MailChoiceForm
from notifications.queries import mail_choices
from notifications.unsubscribing import member_of


class MailChoiceView(LoginRequiredMixin, View):
    """/me/notifications/: mail or no mail."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = MailChoiceForm(initial=mail_choices(request.user))
        return render(request, "notifications/mail/page.html", {"form": form})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MailChoiceForm(request.POST)
        form.is_valid()
        choose_mail(member=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("notifications:mail")


@method_decorator(csrf_exempt, name="dispatch")
class UnsubscribeView(View):
    """The link of every mail. A mail program posts to it by itself (RFC 8058), so it asks for no CSRF token:
    the signed address is what proves the wish. Looking at it changes nothing."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        member = member_of(token)
        status = 200 if member else 410
        return render(
            request, "notifications/mail/unsubscribe.html", {"known": member}, status=status
        )

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        member = member_of(token)
        if member is None:
            return render(request, "notifications/mail/unsubscribe.html", {}, status=410)
        choose_mail(member=member, wants_mail=False)
        return render(request, "notifications/mail/unsubscribe.html", {"done": True})
