"""A session is what was signed: a changed word of it is nobody's, and what one page puts into it is not another's."""

import pytest
from django.contrib.sessions.models import Session

from accounts.security.session_store import SessionStore

pytestmark = pytest.mark.django_db


def saved(**values) -> str:
    session = SessionStore()
    session.update(values)
    session.save()
    return session.session_key


def test_pages_do_not_share_what_they_change():
    key = saved(seen=["a"])
    one = SessionStore(key)
    one["seen"].append("b")
    assert SessionStore(key)["seen"] == ["a"]
    one.save()
    assert SessionStore(key)["seen"] == ["a", "b"]


@pytest.mark.parametrize(
    "spoil", [lambda data: data[:-1], lambda data: f"x{data}", lambda data: ""]
)
def test_what_was_not_signed_is_nobodys(spoil):
    key = saved(seen=["a"])
    assert SessionStore(key)["seen"] == ["a"]
    row = Session.objects.get(pk=key)
    row.session_data = spoil(row.session_data)
    row.save()
    assert dict(SessionStore(key).items()) == {}
