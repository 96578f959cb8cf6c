from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import change_profile
from accounts.administration.merging import get_heir_or_404
from accounts.handles.following import FollowsRenames
from accounts.models import Member, Role
from accounts.rules import may_block
from accounts.showing.profile_forms import AvatarForm, ProfileForm
from accounts.showing.profiles import visible_profile
from accounts.showing.provider_picture import picture_address
from accounts.signed_in import signed_in
from core.pagecache import shows


class ProfileView(FollowsRenames):
    """A member as this viewer may see them; what they wrote is composed by address from other apps."""

    def get(self, request: HttpRequest, handle: str) -> HttpResponseBase:
        person = Member.objects.active().filter(handle__iexact=handle).first()
        if person is None:
            return redirect(get_heir_or_404(handle))
        viewer = request.user
        # What they wrote is on it too, by the slots of other floors.
        shows(request, f"member:{person.pk}", "people", "latest", "articles")
        context = {
            "person": person,
            "profile": visible_profile(person, viewer),
            "badges": [Role(role) for role in sorted(person.roles)],
            "show": request.GET.get("show", ""),
            "may_block": may_block(viewer, person),
            "is_blocked": viewer.is_authenticated and person.pk in viewer.blocked_ids,
        }
        return render(request, "accounts/profile/page.html", context)


class SettingsView(LoginRequiredMixin, View):
    """/me/: how one is shown to others."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return settings_page(request, ProfileForm(instance=signed_in(request)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ProfileForm(request.POST, instance=signed_in(request))
        if form.is_valid():
            change_profile(member=signed_in(request), **form.chosen())
            messages.success(request, _("Saved."))
            return redirect("accounts:settings")
        return settings_page(request, form, status=422)


def settings_page(
    request: HttpRequest,
    form: ProfileForm,
    *,
    avatar_form: AvatarForm | None = None,
    status: int = 200,
) -> HttpResponse:
    me = Member.objects.get(pk=signed_in(request).pk)  # a form that failed has changed its own copy
    accounts = SocialAccount.objects.filter(user=me).order_by("pk")
    context = {
        "form": form,
        "me": me,
        "avatar_form": avatar_form or AvatarForm(),
        "offered": [account for account in accounts if picture_address(account)],
    }
    return render(request, "accounts/settings/page.html", context, status=status)
