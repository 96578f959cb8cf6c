from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser

from accounts.models import Member
from core.prepared import Given, Prepared

_NOBODY = AnonymousUser()
_COLUMNS = [field.attname for field in Member._meta.concrete_fields]
_member = Prepared(lambda viewer: Member.objects.filter(pk=Given("member")).values_list(*_COLUMNS))


class MemberBackend(AuthenticationBackend):
    """allauth's, reading the member of a session by one prepared statement."""

    def get_user(self, user_id: Any) -> Member | None:
        found = _member.fetch(_NOBODY, member=user_id)
        if not found:
            return None
        member: Member = Member.from_db("default", _COLUMNS, found[0])
        return member if self.user_can_authenticate(member) else None
