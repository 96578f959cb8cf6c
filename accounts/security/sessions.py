"""Where a member is signed in: what allauth keeps of each session, in words; noted as seen at most once an hour.

`accounts.actions.note_activity` carries what sessions know to their members in batches.
"""

import time
from collections.abc import Callable, Iterable
from typing import Any

import ua_parser
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.functions import Now
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.models import Member
from core.live import end_sockets, recheck_member

SEEN_AT = "seen_at"
SEEN_EVERY_SECONDS = 3600


def device_of(user_agent: str) -> str:
    """A browser in words, such as "Firefox on Windows"."""
    found = ua_parser.parse(user_agent[:400])
    browser = found.user_agent.family if found.user_agent else ""
    system = found.os.family if found.os else ""
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("an unknown device")


class SessionsAdapter(DefaultUserSessionsAdapter):
    def end_sessions(self, sessions: Iterable[UserSession]) -> None:
        """A session that ends takes its open pages with it."""
        ended = list(sessions)
        super().end_sessions(ended)
        for session in ended:
            end_sockets(session.user_id, session.session_key)


class SeenMiddleware:
    """Keeps "last seen" of a session: a read of a page writes nothing, but once an hour."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Only where somebody asked who it is already: a page that never does costs no query here.
        if isinstance(getattr(request, "_cached_user", None), Member):
            self.note(request)
        return response

    def note(self, request: HttpRequest) -> None:
        now = time.time()
        if not request.session.session_key:
            return
        if now - request.session.get(SEEN_AT, 0) < SEEN_EVERY_SECONDS:
            return
        request.session[SEEN_AT] = now
        UserSession.objects.create_from_request(request)


@receiver(user_logged_in, dispatch_uid="accounts.security.sessions.seen")
def note_sign_in(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    request.session[SEEN_AT] = time.time()


@receiver(user_logged_out, dispatch_uid="accounts.security.sessions.left")
def close_pages(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Signing out here ends what is open here; that they were here is kept, since the session's row goes."""
    if user is not None and request.session.session_key:
        Member.objects.filter(pk=user.pk).update(seen_at=Now())
        UserSession.objects.filter(session_key=request.session.session_key).delete()
        end_sockets(user.pk, request.session.session_key)


@receiver(
    [password_changed, password_reset, password_set],
    dispatch_uid="accounts.security.sessions.password",
)
def recheck_pages(sender: Any, user: Any, **kwargs: Any) -> None:
    """A new password ends every other session; their open pages find that out now."""
    recheck_member(user.pk)
