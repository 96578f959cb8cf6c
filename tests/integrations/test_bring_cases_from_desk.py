"""Cases of Zendesk and Freshdesk come here, page by page, from desks that speak the published APIs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from integrations.actions.sync_desk import bring_cases, sync_connection, sync_due_connections
from integrations.desk.base import DeskAway, DeskRefused
from integrations.desk.choosing import try_connection
from integrations.models import DeskConnection
from support.models import Case, CaseMessage
from tests.integrations.desks import (
    FakeFreshdesk,
    FakeZendesk,
    fresh_ticket,
    running,
    zen_ticket,
)

pytestmark = pytest.mark.django_db
SINCE = datetime(2025, 1, 1, tzinfo=UTC)


def connected(desk, kind, *, secret, account="", **more) -> DeskConnection:
    values = {
        "kind": kind, "slug": kind, "name": kind.title(), "address": desk.origin, "account": account, "is_on": True,
        "since": SINCE,
    } | more  # fmt: skip
    connection = DeskConnection(**values)
    connection.secret = secret
    connection.save()
    return connection


@pytest.fixture
def zendesk(settings):
    with running(FakeZendesk, settings) as desk:
        yield desk


@pytest.fixture
def freshdesk(settings):
    with running(FakeFreshdesk, settings) as desk:
        yield desk


def zen(desk, **more) -> DeskConnection:
    return connected(
        desk, "zendesk", **({"secret": "zen-token", "account": "admin@fennimore.example"} | more)
    )


def fresh(desk, **more) -> DeskConnection:
    return connected(desk, "freshdesk", **({"secret": "fresh-key"} | more))


def test_zendesks_tickets_come_with_who_when_and_what_was_said(zendesk):
    zendesk.tickets += [
        zen_ticket(1, status="closed", _solved_at="2025-05-03T10:00:00Z", priority="urgent"),
        zen_ticket(2, status="pending", via={"channel": "web"}),
        zen_ticket(3, status="deleted"),
        zen_ticket(4, status="hold", via={"channel": "voice"}),
    ]
    zendesk.talk[1] = [
        {"id": 10, "author_id": 101, "public": True, "plain_body": "Text 1", "created_at": "2025-05-01T08:00:00Z"},
        {"id": 11, "author_id": 2, "public": True, "plain_body": "Descale it.", "created_at": "2025-05-01T11:00:00Z"},
        {"id": 12, "author_id": 2, "public": False, "plain_body": "Third time.", "created_at": "2025-05-01T11:05:00Z"},
        {"id": 13, "author_id": 101, "public": True, "body": "It helped", "created_at": "2025-05-03T09:00:00Z"},
    ]  # fmt: skip
    assert bring_cases(connection=zen(zendesk))
    first, second, fourth = Case.objects.order_by("pk")
    assert (first.desk, first.reference, first.subject, first.body) == (
        "zendesk",
        "1",
        "Ticket 1",
        "Text 1",
    )
    assert (first.name, first.email, first.channel) == ("Person 101", "p101@mail.example", "mail")
    assert (first.status, first.priority, first.tags) == ("closed", "urgent", ["pump"])
    assert first.opened_at == datetime(2025, 5, 1, 8, tzinfo=UTC)
    assert first.closed_at == datetime(2025, 5, 3, 10, tzinfo=UTC)
    assert first.first_answered_at == datetime(2025, 5, 1, 11, tzinfo=UTC)
    said = [
        (each.text, each.is_from_company, each.is_internal)
        for each in first.messages.oldest_first()
    ]
    assert said == [
        ("Descale it.", True, False),
        ("Third time.", True, True),
        ("It helped", False, False),
    ]
    assert (second.status, second.channel) == ("waiting", "form")
    assert (fourth.status, fourth.channel) == ("open", "phone")


def test_nobody_is_asked_for_a_talk_that_did_not_take_place(zendesk):
    zendesk.tickets += [zen_ticket(each) for each in range(1, 4)]
    zendesk.talk[2] = [
        {"id": 20, "author_id": 102, "public": True, "plain_body": "Text 2", "created_at": "2025-05-01T08:00:00Z"},
        {"id": 21, "author_id": 2, "public": True, "plain_body": "Descale it.", "created_at": "2025-05-01T11:00:00Z"},
    ]  # fmt: skip
    assert bring_cases(connection=zen(zendesk))
    talks = [path for _method, path, _headers, _body in zendesk.asked if "comments.json" in path]
    assert talks and all(path.startswith("/api/v2/tickets/2/") for path in talks)
    assert [each.text for each in CaseMessage.objects.all()] == ["Descale it."]


def test_many_pages_are_read_by_cursor_and_the_next_time_goes_on(zendesk):
    zendesk.tickets += [zen_ticket(each) for each in range(1, 251)]
    connection = zen(zendesk)
    assert bring_cases(connection=connection) and Case.objects.count() == 250
    exports = [path for _method, path, _headers, _body in zendesk.asked if "incremental" in path]
    assert (
        len(exports) == 3
        and "start_time=1735689600" in exports[0]
        and "cursor=at-100" in exports[1]
    )
    connection.refresh_from_db()
    assert connection.cursor == "at-250"
    zendesk.tickets.append(zen_ticket(2, subject="Changed"))
    assert bring_cases(connection=connection)
    assert Case.objects.count() == 250 and Case.objects.get(reference="2").subject == "Changed"
    assert "elsewhere" not in str(exports)


def test_a_page_that_failed_is_asked_again_and_nothing_twice(zendesk):
    zendesk.tickets += [zen_ticket(each) for each in range(1, 151)]
    connection = zen(zendesk)
    # The first page comes, with its hundred talks; the export of the second balks.
    original, calls = zendesk.export, []

    def export(self, query):
        calls.append(query)
        if len(calls) == 2:
            self.say({"error": "RateLimited"}, 429, {"Retry-After": "93"})
        else:
            original(self, query)

    zendesk.export = export
    assert not sync_connection(connection_id=connection.pk)
    connection.refresh_from_db()
    assert Case.objects.count() == 100 and connection.cursor == "at-100"
    wait = connection.next_sync_at - timezone.now()
    assert timedelta(seconds=80) < wait <= timedelta(seconds=93), "as long as it asked for"
    assert connection.trouble and connection.claimed_until is None
    assert sync_due_connections() == 0, "not before"
    DeskConnection.objects.update(next_sync_at=timezone.now())
    assert sync_due_connections() == 1
    connection.refresh_from_db()
    assert Case.objects.count() == 150 and not connection.trouble and connection.synced_at


@pytest.mark.parametrize(
    ("status", "kind"), [(500, DeskAway), (503, DeskAway), (403, DeskRefused), (302, DeskRefused)]
)
def test_what_goes_wrong_over_there_is_said(zendesk, status, kind):
    zendesk.balks.append((status, {"Location": "http://elsewhere.example/"}))
    with pytest.raises(kind):
        bring_cases(connection=zen(zendesk))


def test_a_key_that_is_wrong_is_found_out_by_the_test(zendesk):
    checks = try_connection(zen(zendesk, secret="wrong"))
    assert [check.state for check in checks] == ["good", "bad"], (
        "Zendesk answers strangers as nobody"
    )
    zendesk.role = "agent"
    assert [check.state for check in try_connection(zen(zendesk, slug="z2"))] == [
        "good",
        "good",
        "bad",
    ]
    zendesk.role = "admin"
    assert [check.state for check in try_connection(zen(zendesk, slug="z3"))] == ["good"] * 3


def test_no_desk_inside_the_network_is_asked_unless_it_is_listed(zendesk, settings):
    settings.OUTGOING_INSIDE = []
    [check] = try_connection(zen(zendesk))
    assert check.state == "bad" and not zendesk.asked


def test_freshdesks_tickets_come_with_who_when_and_what_was_said(freshdesk):
    freshdesk.tickets += [
        fresh_ticket(1, status=5, stats={
            "first_responded_at": "2025-05-01T09:00:00Z", "resolved_at": "2025-05-02T09:00:00Z", "closed_at": "2025-05-04T09:00:00Z",
        }),
        fresh_ticket(2, status=3, source=3, description_text=None),
        fresh_ticket(3, spam=True),
    ]  # fmt: skip
    freshdesk.talk[1] = [
        {"id": 21, "incoming": False, "private": False, "body_text": "Descale it.", "created_at": "2025-05-01T09:00:00Z"},
        {"id": 22, "incoming": False, "private": True, "body_text": "Again him.", "created_at": "2025-05-01T09:01:00Z"},
        {"id": 23, "incoming": True, "private": False, "body": "<p>Thanks</p>", "created_at": "2025-05-02T09:00:00Z"},
    ]  # fmt: skip
    assert bring_cases(connection=fresh(freshdesk))
    first, second = Case.objects.order_by("pk")
    assert (first.status, first.priority, first.channel) == ("closed", "high", "mail")
    assert first.closed_at == datetime(2025, 5, 4, 9, tzinfo=UTC)
    assert first.first_answered_at == datetime(2025, 5, 1, 9, tzinfo=UTC)
    said = [
        (each.text, each.is_from_company, each.is_internal)
        for each in first.messages.oldest_first()
    ]
    assert said == [
        ("Descale it.", True, False),
        ("Again him.", True, True),
        ("Thanks", False, False),
    ]
    assert (second.status, second.channel, second.body) == ("waiting", "phone", "Text 2")


def test_freshdesk_is_read_page_by_page_from_the_last_change(freshdesk):
    freshdesk.tickets += [fresh_ticket(each) for each in range(1, 121)]
    connection = fresh(freshdesk)
    assert bring_cases(connection=connection) and Case.objects.count() == 120
    lists = [path for _method, path, _headers, _body in freshdesk.asked if "updated_since" in path]
    assert len(lists) == 3 and "page=3" in lists[2]
    freshdesk.tickets.append(fresh_ticket(5, subject="Changed", updated_at="2025-06-01T00:00:00Z"))
    assert bring_cases(connection=connection)
    assert Case.objects.count() == 120 and Case.objects.get(reference="5").subject == "Changed"
    connection.refresh_from_db()
    assert connection.cursor.startswith("2025-06-01T00:00:00")


def test_freshdesk_asks_us_to_wait(freshdesk):
    freshdesk.tickets.append(fresh_ticket(1))
    connection = fresh(freshdesk)
    freshdesk.balks.append((429, {"Retry-After": "40"}))
    assert not sync_connection(connection_id=connection.pk)
    connection.refresh_from_db()
    assert connection.next_sync_at > timezone.now() + timedelta(seconds=30)
    assert [check.state for check in try_connection(connection)] == ["good"] * 3
    assert try_connection(fresh(freshdesk, slug="f2", secret="no"))[0].state == "bad"
