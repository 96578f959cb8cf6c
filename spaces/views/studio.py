"""The studio: administrators set the brand and its spaces."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import demand
from spaces import actions
from spaces.forms import BrandForm, SpaceForm
from spaces.models import Space
from spaces.queries import current_brand
from spaces.rules import may_brand


class BrandView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_brand(request.user))
        return render(
            request, "spaces/studio/brand.html", {"form": BrandForm(instance=current_brand())}
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_brand(request.user))
        form = BrandForm(request.POST, instance=current_brand())
        if not form.is_valid():
            return render(request, "spaces/studio/brand.html", {"form": form}, status=422)
        actions.change_brand(by=signed_in(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("spaces:studio")


class SpacesView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_brand(request.user))
        return render(
            request, "spaces/studio/spaces.html", {"spaces": Space.objects.select_related("leader")}
        )


class SpaceEditView(LoginRequiredMixin, View):
    def space(self, slug: str) -> Space | None:
        return get_object_or_404(Space, slug=slug) if slug else None

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        demand(may_brand(request.user))
        return render(
            request, "spaces/studio/space.html", {"form": SpaceForm(instance=self.space(slug))}
        )

    def post(self, request: HttpRequest, slug: str = "") -> HttpResponseBase:
        demand(may_brand(request.user))
        form = SpaceForm(request.POST, instance=self.space(slug))
        if not form.is_valid():
            return render(request, "spaces/studio/space.html", {"form": form}, status=422)
        actions.save_space(by=signed_in(request), space=self.space(slug), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("spaces:studio_spaces")
