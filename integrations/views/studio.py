"""What the studio's pages of the help desk have in common."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views import View

from accounts.security.reauthentication import FreshSignInMixin
from core.rules import demand
from integrations.rules import may_set_help_desk


class HelpDeskStudioView(FreshSignInMixin, View):
    """Administrators only, every page and act of it."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            demand(may_set_help_desk(request.user))
        return super().dispatch(request, *args, **kwargs)
