"""Sessions in the database, each read together with its member by one prepared statement: every page of a member begins with it."""

import zlib
from functools import lru_cache
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core import signing
from django.core.signing import JSONSerializer
from django.db.models import Subquery
from django.utils import timezone

from accounts.models import Member
from core.prepared import Given, Prepared

FORMER_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BACKEND = "accounts.security.backend.MemberBackend"
COLUMNS = [field.attname for field in Member._meta.concrete_fields]
_NOBODY = AnonymousUser()
_session = Prepared(
    lambda viewer: Session.objects.filter(
        session_key=Given("key"), expire_date__gt=Given("now")
    ).values_list("session_data")
)
_with_member = Prepared(
    lambda viewer: (
        Member.objects.filter(usersession__session_key=Given("key"))
        .annotate(
            session_data=Subquery(
                Session.objects.filter(
                    session_key=Given("key"), expire_date__gt=Given("now")
                ).values("session_data")
            )
        )
        .values_list("session_data", *COLUMNS)
    )
)


class _Unread(JSONSerializer):
    """Leaves what was signed as the bytes it was."""

    def loads(self, data: bytes) -> bytes:
        return data


@lru_cache(maxsize=2048)
def _verified(session_data: str, salt: str) -> bytes:
    """What is inside, once its signature held: the same words are signed alike at every page. Raises BadSignature."""
    return signing.loads(session_data, salt=salt, serializer=_Unread)


class SessionStore(db.SessionStore):
    member: Member | None = None
    """Whom allauth has noted the session for, as they were when it was read. Ask accounts.security.backend.get_user who is signed in."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        at = {"key": self.session_key, "now": timezone.now()}
        if found := _with_member.fetch(_NOBODY, **at):
            data, *columns = found[0]
            self.member = Member.from_db("default", COLUMNS, columns)
        elif found := _session.fetch(_NOBODY, **at):  # of nobody, or not noted yet
            data = found[0].session_data
        else:
            data = None
        if data is None:
            self._session_key = None
            return {}
        return self.decode(data)

    def decode(self, session_data: Any) -> dict[str, Any]:
        """Whoever signed in before members were read by a backend of ours stays signed in."""
        try:
            found = self.serializer().loads(_verified(session_data, self.key_salt))
        except (signing.BadSignature, ValueError, zlib.error):
            return super().decode(session_data)  # says so in the log
        if found.get(BACKEND_SESSION_KEY) == FORMER_BACKEND:
            found[BACKEND_SESSION_KEY] = BACKEND
        return found
