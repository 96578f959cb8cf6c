from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.actions import cancel_deletion, request_deletion
from accounts.models import Deletion
from accounts.privacy.deletion_mails import deletion_of
from accounts.rules import may_delete_oneself
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in

TAKE, LEAVE = "take", "leave"


class DeletionForm(forms.Form):
    posts = forms.ChoiceField(
        choices=[(LEAVE, ""), (TAKE, "")],
        error_messages={"required": gettext_lazy("Say what becomes of what you wrote.")},
    )


class DeletionView(FreshSignInMixin, View):
    """What deleting means, the choice, and, once asked for, the day and the way back."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, DeletionForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = DeletionForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        request_deletion(member=signed_in(request), takes_posts=form.cleaned_data["posts"] == TAKE)
        return redirect("accounts:deletion")

    def page(self, request: HttpRequest, form: DeletionForm, status: int = 200) -> HttpResponse:
        member = signed_in(request)
        context = {
            "form": form,
            "deletion": Deletion.objects.waiting().filter(member=member).first(),
            "verdict": may_delete_oneself(member),
        }
        return render(request, "accounts/deletion/page.html", context, status=status)


class DeletionCancellationView(LoginRequiredMixin, View):
    """One click, without asking for a password again: staying harms nobody."""

    def post(self, request: HttpRequest) -> HttpResponse:
        deletion = Deletion.objects.waiting().filter(member=signed_in(request)).first()
        if deletion and cancel_deletion(deletion=deletion):
            messages.success(request, _("Good that you stay. Nothing was changed."))
        return redirect("accounts:privacy")


class StayingView(View):
    """The way back from a mail; opening it changes nothing, since mail programs open links too."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        context = {"deletion": self.deletion(token)}
        return render(request, "accounts/deletion/staying.html", context)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        cancel_deletion(deletion=self.deletion(token))
        return redirect(request.path)

    def deletion(self, token: str) -> Deletion:
        deletion = deletion_of(token)
        if deletion is None:
            raise Http404
        return deletion
