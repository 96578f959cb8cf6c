"""The studio of support: products, the sites of the box, and the share from which answers are withheld."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.signed_in import signed_in
from core.rules import demand
from support import actions
from support.following import full_address
from support.holdout import share
from support.models import EmbedOrigin, HoldoutShare, Product
from support.rules import may_set_up_support
from support.studio_forms import ProductForm, ShareForm, SiteForm

SHARES_SHOWN = 10


class SupportStudioView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_set_up_support(request.user))
        return self.page(request)

    def page(self, request: HttpRequest, *, status: int = 200, **forms: Any) -> HttpResponse:
        context = {
            "products": Product.objects.select_related("space").prefetch_related("tags"),
            "sites": EmbedOrigin.objects.select_related("added_by"),
            "site_form": SiteForm(),
            "script_url": full_address(reverse("support:box_script")),
            "share": share(),
            "shares": HoldoutShare.objects.select_related("set_by")[:SHARES_SHOWN],
            "share_form": ShareForm(initial={"percent": share()}),
        }
        return render(request, "support/studio/page.html", context | forms, status=status)


class ProductEditView(LoginRequiredMixin, View):
    """A new product, or one there is."""

    def get(self, request: HttpRequest, slug: str = "") -> HttpResponse:
        demand(may_set_up_support(request.user))
        product = self.product(slug)
        return self.page(request, ProductForm(instance=product), product)

    def post(self, request: HttpRequest, slug: str = "") -> HttpResponseBase:
        demand(may_set_up_support(request.user))
        product = self.product(slug)
        form = ProductForm(request.POST, instance=self.product(slug))
        if not form.is_valid():
            return self.page(request, form, product, status=422)
        actions.save_product(by=signed_in(request), product=product, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("support:studio")

    def product(self, slug: str) -> Product | None:
        return get_object_or_404(Product, slug=slug) if slug else None

    def page(
        self, request: HttpRequest, form: ProductForm, product: Product | None, status: int = 200
    ) -> HttpResponse:
        context = {"form": form, "product": product}
        return render(request, "support/studio/product.html", context, status=status)


class SitesView(SupportStudioView):
    """Allow a site to show the box."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_set_up_support(request.user))
        form = SiteForm(request.POST)
        if not form.is_valid():
            return self.page(request, site_form=form, status=422)
        actions.allow_origin(by=signed_in(request), origin=form.cleaned_data["origin"])
        messages.success(request, _("The box may stand there now."))
        return redirect("support:studio")


class SiteRemovalView(LoginRequiredMixin, View):
    def post(self, request: HttpRequest, site_id: int) -> HttpResponseBase:
        demand(may_set_up_support(request.user))
        site = get_object_or_404(EmbedOrigin, pk=site_id)
        actions.refuse_origin(by=signed_in(request), origin=site)
        messages.success(request, _("The box no longer shows there."))
        return redirect("support:studio")


class ShareView(SupportStudioView):
    """Set the share from which answers are withheld."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_set_up_support(request.user))
        form = ShareForm(request.POST)
        if not form.is_valid():
            return self.page(request, share_form=form, status=422)
        actions.set_holdout_share(by=signed_in(request), **form.cleaned_data)
        messages.success(request, _("Saved. It holds for whoever writes from now on."))
        return redirect("support:studio")
