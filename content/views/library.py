"""The library: files to take along."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from content import actions
from content.forms import AssetForm
from content.models import Asset
from content.rules import may_download, may_edit_asset, writes_somewhere
from core.limits import demand_pace, who
from core.pages import page
from core.rules import demand, denied
from uploads.actions import UploadRefused
from uploads.handing_out import hand_out

ASSETS_A_PAGE = 30


def visible_asset(request: HttpRequest, slug: str) -> Asset:
    assets = Asset.objects.visible_to(request.user).select_related("space", "author", "document")
    return get_object_or_404(assets, slug=slug)


class LibraryView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        assets = Asset.objects.visible_to(request.user).select_related("space", "document")
        found = page(
            assets,
            order=("-published_at", "-id"),
            after=request.GET.get("after"),
            size=ASSETS_A_PAGE,
        )
        context = {"page": found, "may_add": writes_somewhere(request.user)}
        return render(request, "content/library/list.html", context)


class AssetView(View):
    """What the file is, and the button. Whoever pressed it before signing in comes back here, and it starts."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        asset = visible_asset(request, slug)
        request.space = asset.space  # type: ignore[attr-defined]
        allowed = may_download(request.user, asset)
        context = {
            "asset": asset,
            "may_download": allowed,
            "may_edit": may_edit_asset(request.user, asset),
            "starts": bool(allowed) and "download" in request.GET,
        }
        return render(request, "content/library/page.html", context)


class AssetFileView(View):
    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        asset = visible_asset(request, slug)
        if not request.user.is_authenticated and asset.is_gated:
            return redirect(asset)
        demand_pace(f"download:{who(request)}", limit=60, seconds=600, when_down=True)
        if request.user.is_authenticated:
            actions.download_asset(by=signed_in(request), asset=asset)
        return hand_out(asset.document)


class AssetNewView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        self._demand(request)
        return self.page(request, AssetForm(member=signed_in(request)))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        self._demand(request)
        form = AssetForm(request.POST, request.FILES, member=signed_in(request))
        if form.is_valid():
            try:
                asset = actions.add_asset(author=signed_in(request), **form.cleaned_data)
            except UploadRefused as error:
                form.add_error("file", str(error))
            else:
                messages.success(request, _("It is in the library."))
                return redirect(asset)
        return self.page(request, form, status=422)

    def page(self, request: HttpRequest, form: AssetForm, **more: Any) -> HttpResponse:
        return render(request, "content/library/new.html", {"form": form}, **more)

    def _demand(self, request: HttpRequest) -> None:
        if not writes_somewhere(request.user):
            demand(denied(_("Only evangelists add to the library.")))


class AssetWithdrawalView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        actions.withdraw_asset(by=signed_in(request), asset=visible_asset(request, slug))
        messages.success(request, _("It is no longer in the library."))
        return redirect("content:library")
