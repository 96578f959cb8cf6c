"""Sessions in the database, read by one prepared statement: every page of a member begins with it."""

from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from core.prepared import Given, Prepared

FORMER_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BACKEND = "accounts.security.backend.MemberBackend"
_NOBODY = AnonymousUser()
_session = Prepared(
    lambda viewer: Session.objects.filter(
        session_key=Given("key"), expire_date__gt=Given("now")
    ).values_list("session_key", "session_data", "expire_date")
)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        found = _session.fetch(_NOBODY, key=self.session_key, now=timezone.now())
        if found:
            return Session(*found[0])
        self._session_key = None
        return None

    def decode(self, session_data: Any) -> dict[str, Any]:
        """Whoever signed in before members were read by a backend of ours stays signed in."""
        found = super().decode(session_data)
        if found.get(BACKEND_SESSION_KEY) == FORMER_BACKEND:
            found[BACKEND_SESSION_KEY] = BACKEND
        return found
