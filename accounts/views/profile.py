from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions.profile import change_profile
from accounts.forms import ProfileForm
from accounts.models import Member, Role
from accounts.signed_in import signed_in


class ProfileView(View):
    """A member as others see them; what they wrote is composed by address from other apps."""

    def get(self, request: HttpRequest, handle: str) -> HttpResponse:
        person = get_object_or_404(Member.objects.active(), handle__iexact=handle)
        badges = [Role(role).label for role in sorted(person.roles)]
        return render(request, "accounts/profile/page.html", {"person": person, "badges": badges})


class SettingsView(LoginRequiredMixin, View):
    """/me/: how one is shown to others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, ProfileForm(instance=signed_in(request)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ProfileForm(request.POST, instance=signed_in(request))
        if form.is_valid():
            change_profile(member=signed_in(request), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("accounts:settings")
        return self.page(request, form, status=422)

    def page(self, request: HttpRequest, form: ProfileForm, status: int = 200) -> HttpResponse:
        return render(request, "accounts/settings/page.html", {"form": form}, status=status)
