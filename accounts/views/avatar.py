"""One's own picture: brought, taken from a provider, taken away."""

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import remove_avatar, set_avatar
from accounts.showing.profile_forms import AvatarForm, ProfileForm
from accounts.showing.provider_picture import FETCH, picture_address
from accounts.signed_in import signed_in
from accounts.views.profile import settings_page
from core.broker import hand_over
from core.limits import demand_pace
from uploads.actions import UploadRefused


class AvatarView(LoginRequiredMixin, View):
    """POST brings a picture; POST with `withdraw` takes it away."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        member = signed_in(request)
        if "withdraw" in request.POST:
            remove_avatar(member=member)
            messages.success(request, _("Your picture is gone. Your initials stand for you."))
            return redirect("accounts:settings")
        demand_pace(f"avatar:{member.pk}", limit=20, seconds=600, when_down=True)
        form = AvatarForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                set_avatar(member=member, file=form.cleaned_data["picture"], part=form.square())
            except UploadRefused as error:
                form.add_error("picture", str(error))
            else:
                messages.success(request, _("Your new picture is shown from now on."))
                return redirect("accounts:settings")
        return settings_page(request, ProfileForm(instance=member), avatar_form=form, status=422)


class ProviderPictureView(LoginRequiredMixin, View):
    """POST has the picture fetched that one of one's own identities tells of."""

    def post(self, request: HttpRequest, account_id: int) -> HttpResponseBase:
        member = signed_in(request)
        account = get_object_or_404(SocialAccount, pk=account_id, user=member)
        if not picture_address(account):
            raise Http404
        demand_pace(f"avatar:{member.pk}", limit=20, seconds=600, when_down=True)
        if hand_over(FETCH, member.pk, account.pk, False):
            messages.success(
                request,
                _("We are fetching your picture. It is here in a moment: load this page again."),
            )
        else:
            messages.warning(
                request,
                _(
                    "We cannot fetch pictures just now. Try again in a minute, or bring one yourself."
                ),
            )
        return redirect("accounts:settings")
