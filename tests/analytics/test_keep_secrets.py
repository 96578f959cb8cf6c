"""What a hostile reader of figures tries: closed boards, alarms about them, mails after the end, odd addresses."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import ProfileQuestion
from analytics.actions import rebuild, save_report, schedule_report
from analytics.actions.report_mail import stop_schedule
from analytics.health import dependence, surge
from analytics.models import Alarm, Report, ReportDelivery, SavedView, ToldAnswer
from analytics.reports.sending import plan, send_due
from forums.models import Board
from spaces.models import Space
from support.models import Case
from tests.analytics.conftest import BACKEND, agree, answer, ask, body, hours_ago
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


def rows(client, space: Space, address: str) -> int:
    page = body(client.get(address.format(slug=space.slug)))
    if "data-rows=" not in page:
        assert "None in this period" in page
        return 0
    return int(page.split('data-rows="')[1].split('"')[0])


@pytest.mark.parametrize("only", ["contributors", "mutual", "answers"])
def test_health_counts_no_board_its_reader_may_not_read(
    client, space, board, closed, evangelist, manager, only
):
    talk(closed, "tester")
    address = f"/insights/health/{{slug}}/posts/?only={only}&days=90"
    client.force_login(manager, backend=BACKEND)
    assert rows(client, space, address) >= 6
    client.force_login(evangelist, backend=BACKEND)
    assert rows(client, space, address) == 0


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


def test_newcomers_to_a_closed_board_do_not_come_back_for_who_may_not_read_it(
    client, space, board, closed, evangelist, manager
):
    people = [make_member(f"new{number}") for number in range(6)]
    for person in people:
        ask(person, board, at=hours_ago(40 * DAY))
        ask(person, closed, at=hours_ago(38 * DAY))
    address = "/insights/health/{slug}/posts/?only=returned&days=90"
    client.force_login(manager, backend=BACKEND)
    assert rows(client, space, address) == 6
    client.force_login(evangelist, backend=BACKEND)
    assert rows(client, space, address) == 0


@pytest.fixture
def baristas(board) -> str:
    """Six told that they are, to be counted without names; each asked in their own week, and each has a case."""
    asked = ProfileQuestion.objects.create(text="Who?", position=1, choices=["barista", "buyer"])
    for number in range(12):
        person = make_member(f"person{number}")
        analytics, _sales = agree(person)
        ToldAnswer.objects.create(
            question=asked, member=person, consent=analytics, told_at=hours_ago(900),
            value="buyer" if number % 2 else "barista",
        )  # fmt: skip
        ask(person, board, at=hours_ago(DAY * 2 * number + 30), title=f"Asked by {person.name}")
        Case.objects.create(
            member=person, subject=f"Case of {person.name}", channel="form", opened_at=hours_ago(90)
        )
    rebuild()
    return f"segment={asked.pk}:barista"


@pytest.mark.parametrize("kind", ["questions", "contacts", "deflection", "answering/handled"])
def test_who_is_counted_without_their_name_is_told_by_no_row(client, executive, baristas, kind):
    page = f"/insights/{kind}/" if "handled" in kind else f"/insights/{kind}/rows/"
    file = page.rstrip("/") + ".csv"
    client.force_login(executive, backend=BACKEND)
    for more in ("", "&grade=all", "&only=unanswered"):
        shown = body(client.get(f"{page}?{baristas}{more}"))
        assert "agreed to be counted without their name" in shown
        table = b"".join(client.get(f"{file}?{baristas}{more}").streaming_content).decode()
        assert "Person" not in shown.split("<main")[1] and "Person" not in table
    assert "counted without their name" not in body(client.get(page))


def test_answers_for_sales_have_names(client, executive, baristas):
    ProfileQuestion.objects.update(purpose="sales")
    client.force_login(executive, backend=BACKEND)
    shown = body(client.get(f"/insights/questions/rows/?{baristas}"))
    assert shown.count("Asked by Person") == 6


def test_who_of_few_askers_is_of_a_segment_is_told_by_no_number(client, executive, baristas):
    client.force_login(executive, backend=BACKEND)
    days = [timezone.now().date() - timedelta(days=back) for back in (8, 0)]
    week = f"from={days[0].isoformat()}&to={days[1].isoformat()}"
    for page in ("/insights/", "/insights/answering/"):
        shown = body(client.get(f"{page}?{week}&{baristas}"))
        assert "questions were asked" not in shown and "question was asked" not in shown
        assert "Fewer than 5 people" in shown
        assert 'id="by-space"' not in shown and 'id="handled-work"' not in shown
        assert "questions were asked" in body(client.get(f"{page}?days=90&{baristas}"))
    file = client.get(f"/insights/figures.csv?{week}&{baristas}")
    lines = b"".join(file.streaming_content).decode().splitlines()
    for name in ("first_response", "solution_rate", "unanswered", "handled"):
        [line] = [each for each in lines if each.startswith(f"{name},")]
        assert line.split(",")[3:7] == [""] * 4, line


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
