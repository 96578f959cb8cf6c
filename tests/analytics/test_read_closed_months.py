"""The page of closed months: reported beside counted, each difference with its reason, in as many queries however many."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from analytics.models import FrozenFigure, Restatement
from analytics.periods import last_months
from tests.analytics.conftest import hours_ago

pytestmark = pytest.mark.django_db

URL = "/insights/months/"


def freeze(metric: str, months: int, value: str = "10") -> None:
    for month in last_months(months):
        FrozenFigure.objects.get_or_create(
            metric=metric, month=month.first, defaults={"value": Decimal(value), "low": 8, "high": 12, "sample": 9}
        )  # fmt: skip


def restate(
    metric: str, was: str, now: str, *, hours: float = 1, note: str = "somebody hid it"
) -> None:
    Restatement.objects.create(
        metric=metric, month=last_months(1)[0].first, was=Decimal(was), now=Decimal(now), why="moderation",
        note=note, at=hours_ago(hours),
    )  # fmt: skip


def test_reported_stands_beside_what_it_is_now_with_every_reason(reader):
    freeze("confirmed_deflections", 2)
    restate("confirmed_deflections", "10", "9", hours=9)
    restate("confirmed_deflections", "9", "7", note="and another")
    page = reader.get(URL, {"metric": "confirmed_deflections"})
    newest, older = page.context["lines"]
    assert (newest.reported, newest.today, newest.range) == ("10", "7", "8–12")
    assert [(note.was, note.now) for note in newest.notes] == [("10", "9"), ("9", "7")]
    assert (older.reported, older.today, older.notes) == ("10", "10", [])
    assert "and another" in page.content.decode()
    assert newest.href == f"{reverse('analytics:deflection_rows')}?{last_months(1)[0].query}"


@pytest.mark.parametrize("metric", ["deflected", "answer_effect", "first_response", "nonsense"])
def test_each_figure_has_its_own_words(reader, metric):
    freeze(metric, 1, "0.25")
    restate(metric, "0.25", "0.3")
    assert reader.get(URL, {"metric": metric}).status_code == 200


def test_nothing_closed_says_so(reader):
    assert "No month is closed yet" in reader.get(URL).content.decode()


def counted(reader, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert reader.get(address).status_code == 200
    return len(queries)


def test_as_many_queries_however_many_months(reader):
    address = f"{URL}?metric=saved"
    freeze("saved", 3)
    reader.get(address)
    restate("saved", "10", "11")
    few = counted(reader, address)
    freeze("saved", 12)
    for hours in range(2, 8):
        restate("saved", "10", "11", hours=hours)
    assert counted(reader, address) == few


def test_outsiders_and_agents_do_not_read_it(client, member, agent):
    for person in (member, agent):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        assert client.get(URL).status_code == 403
        assert client.get("/insights/before-and-after/").status_code == 403
        assert client.post("/insights/before-and-after/", {}).status_code == 403
