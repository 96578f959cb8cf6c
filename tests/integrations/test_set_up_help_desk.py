"""Administrators connect a help desk: said, tested, switched on, changed, removed; its secret is never shown."""

import pytest
from django.urls import reverse

from integrations.models import DeskConnection
from tests.integrations.desks import FakeZendesk, running

pytestmark = pytest.mark.django_db
SAID = {
    "name": "Our Zendesk", "address": "fennimore", "account": "admin@fennimore.example", "secret": "zen-token",
    "brings": "on",
}  # fmt: skip


@pytest.fixture
def studio(client, administrator, brand):
    client.force_login(administrator, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def set_up(studio, kind="zendesk", **said) -> DeskConnection:
    answer = studio.post(reverse("integrations:connection_new", args=[kind]), SAID | said)
    assert answer.status_code == 302, answer.content.decode()
    return DeskConnection.objects.latest("pk")


def act(studio, connection, part, **said):
    return studio.post(reverse(f"integrations:connection{part}", args=[connection.slug]), said)


def test_a_desk_is_set_up_tested_and_switched_on(studio, settings):
    with running(FakeZendesk, settings) as desk:
        connection = set_up(studio, address=desk.origin)
        assert not connection.is_on and connection.secret == "zen-token"
        assert "zen-token" not in connection.sealed_secret
        act(studio, connection, "_test")
        shown = studio.get(connection_address(connection)).content.decode()
        assert "We are Ann Admin." in shown and "zen-token" not in shown
    act(studio, connection, "_switch", is_on="1")
    connection.refresh_from_db()
    assert connection.is_on
    assert "Our Zendesk" in studio.get(reverse("integrations:help_desk")).content.decode()


def connection_address(connection) -> str:
    return reverse("integrations:connection", args=[connection.slug])


def test_a_name_is_enough_for_an_address_and_an_empty_key_keeps_the_old(studio):
    connection = set_up(studio)
    assert connection.address == "https://fennimore.zendesk.com"
    act(studio, connection, "", **(SAID | {"secret": "", "name": "Other", "since": "2025-01-01"}))
    connection.refresh_from_db()
    assert (connection.name, connection.secret) == ("Other", "zen-token")
    assert connection.since.isoformat() == "2025-01-01T00:00:00+00:00"


def test_from_another_day_on_everything_is_read_anew(studio):
    connection = set_up(studio)
    DeskConnection.objects.update(cursor="at-250")
    act(studio, connection, "", **(SAID | {"name": "Other"}))
    connection.refresh_from_db()
    assert connection.cursor == "at-250"
    act(studio, connection, "", **(SAID | {"since": "2024-01-01"}))
    connection.refresh_from_db()
    assert connection.cursor == ""


def test_a_removed_one_is_gone_with_its_key_and_its_name_is_not_given_again(studio):
    first = set_up(studio)
    act(studio, first, "_removal")
    first.refresh_from_db()
    assert first.removed_at and not first.secret and not first.is_on
    assert studio.get(connection_address(first)).status_code == 404
    assert set_up(studio).slug == "zendesk-2"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("freshdesk", {"address": "ftp://x"}),
        ("zendesk", {"secret": ""}),
        ("mail", {"account": "support+x@fennimore.example"}),
        ("imap", {"account": "support@fennimore.example", "address": "imap://x"}),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(studio, kind, said):
    answer = studio.post(reverse("integrations:connection_new", args=[kind]), SAID | said)
    assert answer.status_code == 422 and not DeskConnection.objects.exists()


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("webhook", {"address": ""}),
        ("mail", {"account": "support@fennimore.example"}),
        (
            "imap",
            {
                "account": "support@fennimore.example",
                "address": "imap.fennimore.example",
                "port": "993",
            },
        ),
    ],
)
def test_every_kind_has_its_page(studio, kind, said):
    connection = set_up(studio, kind, **said)
    shown = studio.get(connection_address(connection)).content.decode()
    assert ("X-Hearth-Signature" in shown) == (kind != "imap")
    assert studio.get(reverse("integrations:connection_new", args=[kind])).status_code == 200
