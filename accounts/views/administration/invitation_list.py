"""Invite a whole list: bring a CSV file, see what was read, confirm, watch it go out."""

import csv
from typing import Any

from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from accounts.actions.invitation_list import bring_list, confirm_list
from accounts.entering.invitation_list import MOST_BYTES, ListRefused, harmless, read_list
from accounts.entering.places import places
from accounts.models import InvitationBatch
from accounts.rules import may_invite
from accounts.signed_in import signed_in
from core.limits import demand_pace, who
from core.rules import demand

BAD_SHOWN = 50


class ListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy("With the columns email and name; 10,000 rows at most."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    note = forms.CharField(
        label=gettext_lazy("A line from you"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if known := places():
            self.fields["space_id"] = forms.TypedChoiceField(
                label=_("Space they then belong to"),
                required=False,
                choices=[("", _("none")), *((str(pk), name) for pk, name in known)],
                coerce=int,
                empty_value=None,
            )


class InvitationListNewView(LoginRequiredMixin, View):
    def get(self, request: HttpRequest) -> HttpResponse:
        demand(may_invite(request.user))
        return self.page(request, ListForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        demand(may_invite(request.user))
        form = ListForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form, status=422)
        demand_pace(f"invite-list:{who(request)}", limit=20, seconds=3600, when_down=False)
        data = dict(form.cleaned_data)
        try:
            found = read_list(data.pop("file").read(MOST_BYTES + 1))
        except ListRefused as why:
            form.add_error("file", str(why))
            return self.page(request, form, status=422)
        batch = bring_list(by=signed_in(request), found=found, **data)
        return redirect("accounts:invitation_list", batch.pk)

    def page(self, request: HttpRequest, form: ListForm, status: int = 200) -> HttpResponse:
        return render(request, "accounts/invitations/list_new.html", {"form": form}, status=status)


class InvitationListView(LoginRequiredMixin, View):
    """What was read before it is confirmed; after that, how far it is."""

    def get(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        demand(may_invite(request.user))
        batch = get_object_or_404(InvitationBatch, pk=batch_id)
        context = {"batch": batch, "bad": batch.bad_rows[:BAD_SHOWN]}
        is_part = "HX-Request" in request.headers
        name = "_list_progress" if is_part else "list"
        return render(request, f"accounts/invitations/{name}.html", context)

    def post(self, request: HttpRequest, batch_id: int) -> HttpResponseBase:
        demand(may_invite(request.user))
        batch = get_object_or_404(InvitationBatch, pk=batch_id)
        confirm_list(by=signed_in(request), batch=batch)
        return redirect("accounts:invitation_list", batch.pk)


class InvitationListErrorsView(LoginRequiredMixin, View):
    """The bad rows as a file, in which nothing runs."""

    def get(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        demand(may_invite(request.user))
        batch = get_object_or_404(InvitationBatch, pk=batch_id)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="rows-{batch.pk}.csv"'
        writer = csv.writer(response)
        writer.writerow(["line", "row", "what is wrong"])
        writer.writerows([harmless(str(cell)) for cell in row] for row in batch.bad_rows)
        return response
