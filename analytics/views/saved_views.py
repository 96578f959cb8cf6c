from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.models import Member
from analytics.actions import forget_view, save_view
from analytics.forms import ViewForm
from analytics.models import SavedView
from analytics.views.base import ForWorkers


class SavedViewsView(ForWorkers):
    """Saves the page one looks at; a mistake is told on the page of figures one comes back to."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = ViewForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("A view needs a name of at most 60 letters."))
            return redirect("analytics:work")
        view = save_view(by=cast(Member, request.user), **form.cleaned_data)
        messages.success(request, _("Saved. You find it under Saved views."))
        return redirect(view.address)


class SavedViewView(ForWorkers):
    def post(self, request: HttpRequest, view_id: int) -> HttpResponseBase:
        view = get_object_or_404(SavedView, pk=view_id, member=request.user.pk)
        address = view.address
        forget_view(by=cast(Member, request.user), view=view)
        messages.success(request, _("Forgotten."))
        return redirect(address)
