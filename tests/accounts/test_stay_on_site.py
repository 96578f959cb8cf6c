"""No form of ours sends anybody elsewhere, and a session ends with the account."""

import pytest

from forums.actions import open_topic

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
    "javascript:alert(1)", "http:///evil.example", "https:evil.example", "/\t/evil.example",
    " //evil.example", "//evil.example\\@testserver/", "http://testserver@evil.example/",
]  # fmt: skip


def is_here(location: str) -> bool:
    return location.startswith("/") and not location.startswith(("//", "/\\", "/\t"))


@pytest.mark.parametrize("address", ELSEWHERE)
def test_redirects_stay_here(client, member, board, address):
    topic = open_topic(
        author=member, board=board, kind="question", title="Why does it drip", source="It drips."
    )
    banner = client.post(
        "/consent/", {"answer": "refuse", "next": address}, headers={"origin": "http://testserver"}
    )
    assert is_here(banner["Location"])
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    for door in ("/accounts/login/", "/accounts/signup/"):
        already_in = client.get(door, {"next": address})
        assert already_in.status_code == 302 and is_here(already_in["Location"])
    followed = client.post("/subscriptions/", {"topic": topic.pk, "back": address})
    assert is_here(followed["Location"])
    left = client.post("/accounts/logout/", {"next": address})
    assert is_here(left["Location"])


def test_session_of_a_deactivated_member_is_worth_nothing(client, member):
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/me/").status_code == 200
    type(member).objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/me/").status_code == 302
    assert client.post("/ask/draft/", {"key": "x"}).status_code == 400
    assert client.get(member.get_absolute_url()).status_code == 404
