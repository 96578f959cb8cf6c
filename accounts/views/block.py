"""Whom one does not want to hear of."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import block_member, unblock_member
from accounts.models import Block, Member
from accounts.showing.profile_forms import BlockForm
from accounts.signed_in import signed_in
from core.limits import demand_pace
from core.pages import page
from core.rules import NotAllowed

BLOCKS_A_PAGE = 50


class BlocksView(LoginRequiredMixin, View):
    """/me/blocks/: what blocking means, whom one blocked, and a form to block by handle."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, BlockForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand_pace(f"block:{request.user.pk}", limit=60, seconds=3600, when_down=True)
        form = BlockForm(request.POST)
        if form.is_valid():
            member = form.cleaned_data["handle"]
            try:
                block_member(by=signed_in(request), member=member)
            except NotAllowed as error:
                form.add_error("handle", str(error))
            else:
                messages.success(request, _("You have blocked %(name)s.") % {"name": member})
                return redirect("accounts:blocks")
        return self.page(request, form, status=422)

    def page(self, request: HttpRequest, form: BlockForm, status: int = 200) -> HttpResponse:
        blocks = Block.objects.filter(blocker=signed_in(request)).select_related("blocked")
        found = page(
            blocks, order=("-created_at", "-id"), after=request.GET.get("after"), size=BLOCKS_A_PAGE
        )
        context = {"form": form, "page": found}
        return render(request, "accounts/blocks/page.html", context, status=status)


class BlockView(LoginRequiredMixin, View):
    """POST blocks this member; POST with `withdraw` hears them again."""

    def post(self, request: HttpRequest, handle: str) -> HttpResponseBase:
        me, member = signed_in(request), get_object_or_404(Member, handle__iexact=handle)
        if "withdraw" in request.POST:
            unblock_member(by=me, member=member)
            messages.success(request, _("You hear %(name)s again.") % {"name": member})
        else:
            demand_pace(f"block:{me.pk}", limit=60, seconds=3600, when_down=True)
            block_member(by=me, member=member)
            messages.success(
                request,
                _(
                    "You have blocked %(name)s. They are not told. You can take it back in your settings."
                )
                % {"name": member},
            )
        back = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            back, {request.get_host()}, require_https=request.is_secure()
        )
        return redirect(back if back and is_ours else member)
