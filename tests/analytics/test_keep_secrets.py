"""What a hostile reader of figures tries: closed boards, alarms about them, mails after the end, odd addresses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.actions import save_report, schedule_report
from analytics.actions.report_mail import stop_schedule
from analytics.health import dependence, surge
from analytics.models import Alarm, Report, ReportDelivery, SavedView
from analytics.reports.sending import plan, send_due
from forums.models import Board
from spaces.models import Space
from tests.analytics.conftest import BACKEND, answer, ask, body, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
DAY = 24


@pytest.fixture
def closed(space: Space) -> Board:
    """A private board of an open space, into which the space's evangelist is not let."""
    return Board.objects.create(
        space=space, slug="prototypes", name="Prototypes", kinds=["question"], is_private=True
    )


def talk(board: Board, name: str, *, helpers: int = 6, each: int = 6) -> None:
    """Helpers who answered so many questions each."""
    people = [make_member(f"{name}{number}") for number in range(helpers)]
    for at, helper in enumerate(people):
        for number in range(each):
            asker = people[(at + 1 + number % (helpers - 1)) % helpers]
            topic = ask(asker, board, at=hours_ago(20 * DAY - at - number))
            answer(topic, helper, at=hours_ago(20 * DAY - at - number - 0.5))


def test_a_departure_is_simulated_on_boards_its_reader_may_read(
    client, space, board, closed, evangelist, manager
):
    talk(closed, "tester")
    page = reverse("analytics:health_absence", args=[space.slug])
    for person, is_told in ((manager, True), (evangelist, False)):
        client.force_login(person, backend=BACKEND)
        found = body(client.get(page))
        assert ("Tester0" in found) == is_told
    client.force_login(evangelist, backend=BACKEND)
    for address in ("/insights/health.csv", "/insights/health/"):
        found = client.get(address)
        text = b"".join(found.streaming_content).decode() if found.streaming else body(found)
        assert "36" not in text.split("Home Espresso")[-1].split("Read at")[0].split("</tr>")[0]


def test_what_happens_on_closed_boards_raises_no_alarm(space, board, closed):
    first = ask(make_member("first"), board, at=timezone.now() - timedelta(days=60))
    answer(first, make_member("second"))
    for number in range(12):
        ask(make_member(f"asker{number}"), closed, at=hours_ago(2))
    assert surge.watch_lately() == 0
    below = Board.objects.create(
        space=space, parent=closed, slug="below", name="Below", kinds=["question"]
    )
    helper = make_member("helper")
    for number in range(40):
        where = below if number % 2 else closed
        topic = ask(make_member(f"one{number}"), where, at=hours_ago(20 * DAY))
        answer(topic, helper, at=hours_ago(19 * DAY))
    assert dependence.watch() == 0
    assert not Alarm.objects.exists()


def test_a_mail_that_was_ended_does_not_come_after_all(space, evangelist):
    report = save_report(
        by=evangelist, name="Mine", figures=["first_response"], split="time", span="last_week", space=space
    )  # fmt: skip
    schedule = schedule_report(
        by=evangelist, report=report, reader=evangelist, rhythm="daily", weekday=0, hour=7, zone="UTC"
    )  # fmt: skip
    now = schedule.next_at + timedelta(minutes=1)
    assert plan(now) == 1
    ReportDelivery.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=1))
    stop_schedule(by=evangelist, schedule=schedule)
    assert not ReportDelivery.objects.filter(state="waiting").exists()
    assert send_due() == 0
    assert Report.objects.filter(pk=report.pk).exists()


@pytest.mark.parametrize(
    "address", ["//[evil", "https://evil.example/insights/", "//evil/insights/"]
)
def test_a_view_leads_nowhere_else(client, executive, brand, address):
    client.force_login(executive, backend=BACKEND)
    answered = client.post(reverse("analytics:saved_views"), {"name": "x", "address": address})
    assert answered.status_code == 403
    assert not SavedView.objects.exists()
