from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponseBase
from django.http import HttpResponsePermanentRedirect as MovedForGood
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views import View

from accounts.models import FormerHandle

# A browser must not keep "moved" for good: somebody may take up their old handle again.
MOVED_FOR = timedelta(minutes=10)


class FollowsRenames(View):
    """For views addressed by a member's handle: a handle that was given up leads to the same page of the new one."""

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            moved = request.method in ("GET", "HEAD") and self._moved(request, kwargs)
            if moved:
                return moved
            raise

    def _moved(self, request: HttpRequest, kwargs: dict[str, str]) -> HttpResponseBase | None:
        former = (
            FormerHandle.objects.filter(handle__iexact=kwargs["handle"], member__is_active=True)
            .select_related("member")
            .first()
        )
        if former is None or request.resolver_match is None:
            return None
        address = reverse(
            request.resolver_match.view_name, kwargs=kwargs | {"handle": former.member.handle}
        )
        query = request.META.get("QUERY_STRING", "")
        response = MovedForGood(f"{address}?{query}" if query else address)
        patch_cache_control(response, max_age=int(MOVED_FOR.total_seconds()))
        return response
