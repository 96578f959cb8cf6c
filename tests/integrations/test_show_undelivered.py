"""Mail that was given up is seen in the studio; whose it was is not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from analytics.actions import save_report
from analytics.models import ReportDelivery
from core.models import OutgoingMail

pytestmark = pytest.mark.django_db


def given_up(number: int) -> None:
    OutgoingMail.objects.create(
        sender="us@here.example", to=[f"vera{number}@mail.example"], subject="Secret subject",
        text="Secret words", parked_at=timezone.now(), attempts=8,
        error=f"SMTPRecipientsRefused: {{'vera{number}@mail.example': (550, b'no such user')}}",
    )  # fmt: skip


def test_the_studio_says_what_did_not_leave(client, administrator, executive):
    client.force_login(administrator)
    assert "Mail that did not leave" not in client.get("/studio/help-desk/").content.decode()

    given_up(1)
    report = save_report(by=executive, name="Quarter", figures=["contacts"], split="time", span="days_30")  # fmt: skip
    ReportDelivery.objects.create(
        report=report, reader=executive, first="2026-05-04", last="2026-05-10", state="failed",
        error="ConnectionRefusedError: no",
    )  # fmt: skip
    page = client.get("/studio/help-desk/").content.decode()
    assert "1 mail was given up" in page
    assert "no such user" in page
    assert "Quarter" in page
    for secret in ("vera1@", "Secret subject", "Secret words"):
        assert secret not in page


def test_many_cost_no_more_queries(client, administrator):
    client.force_login(administrator)
    client.get("/studio/help-desk/")
    counts = []
    for number in (3, 3):
        for each in range(number):
            given_up(each)
        with CaptureQueriesContext(connection) as asked:
            client.get("/studio/help-desk/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
