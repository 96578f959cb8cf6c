from typing import Any

from django.views.generic import TemplateView

from accounts.models import Role
from accounts.showing.role_texts import MEANINGS
from core.pagecache import shows


class RoleMeaningsView(TemplateView):
    """/roles/: what the badges beside people's names mean."""

    template_name = "accounts/roles/page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shows(self.request, "site")
        roles = [(role, MEANINGS[role]) for role in Role]
        return super().get_context_data(roles=roles, **kwargs)
