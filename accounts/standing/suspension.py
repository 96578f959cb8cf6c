"""Suspended members read, and write nothing: held here, for every address at once, rather than by each rule.

Sockets and addresses that are read change nothing. What a suspended member keeps: their own account, their
privacy, and a way to object.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from accounts.models import Member
from core.rules import NotAllowed

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")
# Their account and how they sign in; consent, export and deletion; mail they no longer want; objecting.
STILL_OPEN_PATHS = (
    "/accounts/",
    "/me/privacy/",
    "/me/security/",
    "/me/sessions/",
    "/consent/",
    "/support/",
    "/embed/support/",
)
STILL_OPEN = {
    "notifications:unsubscribe",
    "notifications:mail",
    "notifications:inbox_read",
    "notifications:subscription_end",
    "accounts:acting_end",
    "forums:seen",  # they read, and what they read is noted
    "governance:ballot",  # the roll of an open vote stands: whoever suspends does not choose who votes
    "governance:receipt_check",
}
FOR_EVER_YEAR = 9999


def is_still_open(route: str, path: str) -> bool:
    return route in STILL_OPEN or path.startswith(STILL_OPEN_PATHS)


def words_for(member: Member) -> str:
    """What a suspended member is told, in one sentence or two."""
    until = member.suspended_until
    if until is None or until.year >= FOR_EVER_YEAR:
        first = _("You are suspended: you can read, but not write.")
    else:
        date = formats.date_format(timezone.localtime(until), "DATETIME_FORMAT")
        first = _("You are suspended until %s: you can read, but not write.") % date
    return f"{first} {_('The reason: %s') % member.suspended_for}"


class SuspensionMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if request.method in SAFE or not isinstance(request.user, Member):
            return
        match = request.resolver_match
        if request.user.is_suspended and not is_still_open(
            match.view_name if match else "", request.path_info
        ):
            raise NotAllowed(words_for(request.user))
