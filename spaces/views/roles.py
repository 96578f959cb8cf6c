"""The studio's page of roles: who holds which, everywhere and in one space, and the record of both."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.actions import grant_role, withdraw_role
from accounts.models import Member, RoleGrant
from accounts.rules import may_grant_roles
from accounts.security.reauthentication import FreshSignInMixin
from accounts.signed_in import signed_in
from core.rules import NotAllowed, demand
from spaces.actions import grant_space_role, withdraw_space_role
from spaces.forms import ReasonForm, RoleForm
from spaces.models import Space, SpaceRole
from spaces.queries import people_like, role_record, roles_in_force


class ForRoleGivers(FreshSignInMixin, View):
    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_grant_roles(request.user))
        return super().dispatch(request, *args, **kwargs)


class RolesView(ForRoleGivers):
    """Roles in force, the form that gives one, and what was given and withdrawn before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, RoleForm())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        form = RoleForm(request.POST)
        if not form.is_valid():
            return self.page(request, form, status=422)
        given = form.cleaned_data | {"by": signed_in(request)}
        if given["space"]:
            grant_space_role(**given)
        else:
            given.pop("space")
            grant_role(**given)
        messages.success(request, _("Given, and on the record."))
        return redirect("spaces:roles")

    def page(self, request: HttpRequest, form: RoleForm, status: int = 200) -> HttpResponse:
        wanted = request.GET.get("space", "")
        space = Space.objects.filter(slug=wanted).first() if wanted else None
        context = {
            "form": form,
            "held": roles_in_force(space),
            "record": role_record(space),
            "spaces": Space.objects.order_by("position", "name"),
            "chosen": space,
        }
        return render(request, "spaces/roles/page.html", context, status=status)


class RoleWithdrawalView(ForRoleGivers):
    """Take one role back, with a reason: `where` says whether it is held everywhere or in a space."""

    template_name = "spaces/roles/withdrawal.html"

    def get(self, request: HttpRequest, where: str, grant_id: int) -> HttpResponse:
        return self.page(request, where, self.grant(where, grant_id), ReasonForm())

    def post(self, request: HttpRequest, where: str, grant_id: int) -> HttpResponseBase:
        grant = self.grant(where, grant_id)
        form = ReasonForm(request.POST)
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            try:
                self.withdraw(signed_in(request), grant, reason)
            except NotAllowed as refused:
                form.add_error(None, str(refused))
            else:
                messages.success(request, _("Withdrawn, and on the record."))
                return redirect("spaces:roles")
        return self.page(request, where, grant, form, status=422)

    def grant(self, where: str, grant_id: int) -> RoleGrant | SpaceRole:
        if where not in ("everywhere", "space"):
            raise Http404
        if where == "space":
            held = SpaceRole.objects.in_force().select_related("member", "space")
            return get_object_or_404(held, pk=grant_id)
        return get_object_or_404(RoleGrant.objects.in_force().select_related("member"), pk=grant_id)

    def withdraw(self, by: Member, grant: RoleGrant | SpaceRole, reason: str) -> None:
        if isinstance(grant, SpaceRole):
            withdraw_space_role(by=by, grant=grant, reason=reason)
        else:
            withdraw_role(by=by, member=grant.member, role=grant.role, reason=reason)

    def page(
        self,
        request: HttpRequest,
        where: str,
        grant: RoleGrant | SpaceRole,
        form: ReasonForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {"grant": grant, "where": where, "form": form}
        return render(request, self.template_name, context, status=status)


class PeopleView(ForRoleGivers):
    """The handles that a form of the studio offers while one is typing a name."""

    def get(self, request: HttpRequest) -> HttpResponse:
        people = people_like(request.GET.get("member", ""))
        return render(request, "spaces/roles/_people.html", {"people": people})
