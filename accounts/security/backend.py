from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from accounts.models import Member
from accounts.security.session_store import BACKEND, COLUMNS
from core.prepared import Given, Prepared

_NOBODY = AnonymousUser()
_member = Prepared(lambda viewer: Member.objects.filter(pk=Given("member")).values_list(*COLUMNS))


class MemberBackend(AuthenticationBackend):
    """allauth's, reading the member of a session by one prepared statement."""

    def get_user(self, user_id: Any) -> Member | None:
        found = _member.fetch(_NOBODY, member=user_id)
        if not found:
            return None
        member: Member = Member.from_db("default", COLUMNS, found[0])
        return member if self.user_can_authenticate(member) else None


def get_user(request: HttpRequest) -> Any:
    """Whoever is signed in, as django.contrib.auth's middleware says it; read along with the session where that is enough."""
    if not hasattr(request, "_cached_user"):
        request._cached_user = _read_along(request) or auth.get_user(request)  # type: ignore[attr-defined]
    return request._cached_user  # type: ignore[attr-defined]


def _read_along(request: HttpRequest) -> Member | None:
    """The member who came with the session, if it is theirs beyond doubt; who is in doubt is left to Django."""
    session: Any = request.session
    if session.get(auth.BACKEND_SESSION_KEY) != BACKEND:
        return None
    member: Member | None = session.member
    if member is None or str(member.pk) != session.get(auth.SESSION_KEY) or not member.is_active:
        return None
    signed = session.get(auth.HASH_SESSION_KEY, "")
    return member if constant_time_compare(signed, member.get_session_auth_hash()) else None
