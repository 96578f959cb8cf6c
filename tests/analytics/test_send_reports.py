"""Reports leave by real SMTP when it is their hour where the reader is; what fails is seen and tried again."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import RoleGrant
from analytics.actions import save_report, schedule_report, send_report_now
from analytics.models import Report, ReportDelivery, ReportSchedule
from analytics.reports.sending import DELAYS, MOST_ATTEMPTS, plan, send, send_due
from analytics.reports.spans import parts, period_of
from analytics.reports.starters import keep_starters
from analytics.tasks import send_reports
from community.local.valkey import free_port
from core.rules import NotAllowed
from events.models import Event
from tests.analytics.conftest import BACKEND, body, live

pytestmark = pytest.mark.django_db
State = ReportDelivery.State


class Letterbox:
    def __init__(self):
        self.messages, self.refuse_with = [], ""

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuse_with:
            return self.refuse_with
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.messages.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"


@pytest.fixture
def letterbox(settings):
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture
def monday(brand) -> Report:
    keep_starters()
    return Report.objects.get(starter="monday")


def scheduled(report, reader, *, by=None, zone="UTC", now=None, **more):
    times = {"rhythm": "weekly", "weekday": 0, "hour": 7} | more
    return schedule_report(by=by or reader, report=report, reader=reader, zone=zone, now=now, **times)  # fmt: skip


def due(schedule):
    ReportSchedule.objects.filter(pk=schedule.pk).update(next_at=timezone.now() - timedelta(minutes=1))  # fmt: skip


def test_mail_has_the_pictures_in_it_and_the_files_with_it(letterbox, monday, executive, board, member):  # fmt: skip
    live(board, member, times=4)
    due(scheduled(monday, executive))
    send_reports()
    [mail] = letterbox.messages
    assert mail["To"] == executive.email and mail["Subject"].startswith("Executive's Monday: ")
    assert mail["Auto-Submitted"] == "auto-generated"
    page = mail.get_body(("html",)).get_content()
    pictures = {part["Content-ID"].strip("<>"): part for part in mail.walk() if part.get_content_type() == "image/png"}  # fmt: skip
    assert len(pictures) == page.count("<img ") >= 3
    for cid, picture in pictures.items():
        assert f'src="cid:{cid}"' in page
        assert picture.get_content().startswith(b"\x89PNG")
    assert "<style" not in page and "<script" not in page
    files = {each.get_content_type(): each for each in mail.iter_attachments()}
    assert files["application/pdf"].get_content().startswith(b"%PDF")
    assert "Problems solved without support" in files["text/csv"].get_content()
    assert "Problems solved without support" in mail.get_body(("plain",)).get_content()
    assert f"/insights/reports/{monday.pk}/" in page
    delivery = ReportDelivery.objects.get()
    assert delivery.state == State.SENT and delivery.sent_at
    send_reports()
    assert len(letterbox.messages) == 1


def test_reader_gets_what_they_may_see_when_it_is_sent(letterbox, monday, executive, administrator):
    due(scheduled(monday, executive, by=administrator))
    plan(timezone.now())
    RoleGrant.objects.filter(member=executive).update(withdrawn_at=timezone.now())
    send_due()
    assert letterbox.messages == []
    delivery = ReportDelivery.objects.get()
    assert delivery.state == State.REFUSED and "may read" in delivery.error
    schedule = ReportSchedule.objects.get()
    assert schedule.stopped_at and schedule.stopped_for == delivery.error


def test_evangelist_gets_the_figures_of_the_space_alone(letterbox, monday, executive, evangelist, board):  # fmt: skip
    due(scheduled(monday, evangelist, by=executive))
    send_reports()
    [mail] = letterbox.messages
    said = mail.get_body(("plain",)).get_content()
    assert "Problems solved without support" in said
    assert "\nSaved:" not in said and "Left out, because you may not read it" in said


def test_failed_delivery_is_tried_again_then_seen_and_retried(client, letterbox, monday, executive):
    letterbox.refuse_with = "451 try later"
    delivery = send_report_now(by=executive, report=monday, reader=executive)
    for attempt in range(MOST_ATTEMPTS):
        ReportDelivery.objects.update(next_attempt_at=timezone.now())
        assert not send(delivery_id=delivery.pk)
        delivery.refresh_from_db()
        assert delivery.attempts == attempt + 1 and "451" in delivery.error
        if attempt < len(DELAYS):
            wait = (delivery.next_attempt_at - timezone.now()).total_seconds()
            assert delivery.state == State.WAITING and 0 < DELAYS[attempt] - wait < 20
    assert delivery.state == State.FAILED
    client.force_login(executive, backend=BACKEND)
    assert "Not delivered" in body(client.get("/insights/reports/"))
    letterbox.refuse_with = ""
    assert client.post(f"/insights/reports/deliveries/{delivery.pk}/").status_code == 302
    assert send(delivery_id=delivery.pk)
    assert len(letterbox.messages) == 1
    assert "Not delivered" not in body(client.get("/insights/reports/"))


def test_an_address_that_is_none_is_given_up_at_once(letterbox, monday, executive):
    letterbox.refuse_with = "550 no such person"
    delivery = send_report_now(by=executive, report=monday, reader=executive)
    send(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.FAILED and delivery.attempts == 1


def test_what_kills_its_worker_is_not_tried_for_ever(monday, executive):
    delivery = send_report_now(by=executive, report=monday, reader=executive)
    ReportDelivery.objects.update(attempts=MOST_ATTEMPTS)
    assert not send(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == State.FAILED and delivery.error


def test_a_late_try_reports_the_same_days(monday, executive):
    schedule = scheduled(monday, executive, now=datetime(2026, 5, 6, 12, tzinfo=UTC))
    assert schedule.next_at == datetime(2026, 5, 11, 7, tzinfo=UTC)
    plan(datetime(2026, 5, 27, 9, tzinfo=UTC))
    delivery = ReportDelivery.objects.get()
    assert (delivery.first, delivery.last) == (date(2026, 5, 4), date(2026, 5, 10))
    schedule.refresh_from_db()
    assert schedule.next_at == datetime(2026, 6, 1, 7, tzinfo=UTC)
    assert plan(datetime(2026, 5, 27, 9, tzinfo=UTC)) == 0


def test_hour_is_that_of_the_reader_summer_and_winter(monday, executive):
    berlin = scheduled(monday, executive, zone="Europe/Berlin", now=datetime(2026, 3, 20, tzinfo=UTC))  # fmt: skip
    assert berlin.next_at == datetime(2026, 3, 23, 6, tzinfo=UTC)
    assert berlin.next_after(berlin.next_at) == datetime(2026, 3, 30, 5, tzinfo=UTC)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]),
    st.sampled_from(ReportSchedule.Rhythm.values),
    st.integers(0, 6),
    st.integers(0, 23),
)  # fmt: skip
def test_next_time_is_the_first_that_fits(moment, zone, rhythm, weekday, hour):
    schedule = ReportSchedule(rhythm=rhythm, weekday=weekday, hour=hour, zone=zone)
    found = schedule.next_after(moment)
    local = found.astimezone(ZoneInfo(zone))
    most = {"daily": 2, "weekly": 8, "monthly": 33}[rhythm]
    assert moment < found <= moment + timedelta(days=most)
    assert local.hour in (hour, hour + 1)  # an hour that spring skips comes an hour later
    assert rhythm != "weekly" or local.weekday() == weekday
    assert rhythm != "monthly" or local.day == 1


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sampled_from(Report.Span.values))
def test_days_of_a_report_are_over_and_its_parts_are_all_of_them(day, span):
    period = period_of(span, day)
    found = parts(period)
    assert period.first <= period.last < day
    assert sum(each.days for each in found) == period.days
    assert found[0].first == period.first and found[-1].last == period.last


def test_others_are_sent_reports_by_executives_alone(monday, executive, evangelist, member, board):
    with pytest.raises(NotAllowed):
        scheduled(monday, executive, by=evangelist)
    with pytest.raises(NotAllowed):
        scheduled(monday, member, by=executive)
    first = scheduled(monday, evangelist)
    assert scheduled(monday, evangelist, by=executive, hour=9).pk == first.pk


def test_dropping_a_report_ends_its_mail(monday, executive):
    report = save_report(by=executive, name="x", figures=["contacts"], split="time", span="days_30")
    due(scheduled(report, executive))
    report.delete()
    send_reports()
    assert not ReportDelivery.objects.exists()


def test_a_report_that_did_not_arrive_is_told_to_reader_and_maker(executive, evangelist, space):
    report = save_report(by=evangelist, name="Space", figures=["contacts"], split="time", span="days_30")  # fmt: skip
    delivery = ReportDelivery.objects.create(
        report=report, reader=executive, first=date(2026, 5, 4), last=date(2026, 5, 10),
        attempts=MOST_ATTEMPTS, error="ConnectionRefusedError: no",
    )  # fmt: skip
    for _again in range(2):
        send(delivery_id=delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "failed"
    told = Event.objects.filter(kind="notifications.NoticeDue").values_list("facts", flat=True)
    assert {each["member_id"] for each in told} == {executive.pk, evangelist.pk}
    assert {each["url"] for each in told} == {f"/insights/reports/{report.pk}/#mail"}
    assert len(told) == 2


def test_who_may_not_read_reports_any_more_is_told_nothing(member, executive):
    report = save_report(by=executive, name="x", figures=["contacts"], split="time", span="days_30")
    delivery = ReportDelivery.objects.create(
        report=report, reader=member, first=date(2026, 5, 4), last=date(2026, 5, 10)
    )
    send(delivery_id=delivery.pk)
    told = Event.objects.filter(kind="notifications.NoticeDue").values_list("facts", flat=True)
    assert [each["member_id"] for each in told] == [executive.pk]
