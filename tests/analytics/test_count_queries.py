"""However much was asked and solved, a page of figures and a report ask the database as often."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Member, ProfileQuestion
from analytics.actions import save_report
from analytics.metrics import ALL
from analytics.models import Report, ToldAnswer
from analytics.periods import today
from analytics.reports.contents import contents
from analytics.reports.spans import period_of
from forums.models import Board
from spaces.models import Space
from support.models import Product
from tests.analytics.conftest import BACKEND, body, cost, live

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
PAGES = ["/insights/", "/insights/deflection/", "/insights/to-mend/", "/insights/answering/", "/insights/figures/"]  # fmt: skip


@pytest.fixture
def grown(board, helper, executive):
    """Two places, a product and a question of the profile; `more` adds five of everything to one of the places."""
    cost(executive)
    elsewhere = Space.objects.create(slug="tea", name="Tea")
    Board.objects.create(space=elsewhere, slug="leaves", name="Leaves", kinds=["question"])
    Product.objects.create(name="Machine", slug="machine", space=board.space)
    said = ProfileQuestion.objects.create(text="Who?", position=1, choices=["barista", "buyer"])

    def more(start: int) -> None:
        live(board, helper, times=5, start=start)
        for member in Member.objects.filter(handle__in=[f"asker{start + n}" for n in range(5)]):
            consent = member.consents.filter(purpose="analytics").first()
            ToldAnswer.objects.create(question=said, member=member, consent=consent, value="barista", told_at=consent.given_at)  # fmt: skip

    more(0)
    return more


def asked(act) -> int:
    act()
    with CaptureQueriesContext(connection) as counted:
        act()
    return len(counted)


@pytest.mark.parametrize("address", PAGES)
def test_a_narrowed_page_asks_as_often_at_twice_as_many(client, grown, board, executive, address):
    client.force_login(executive, backend=BACKEND)
    segment = f"segment={ProfileQuestion.objects.get().pk}:barista"
    queries = ["", f"space={board.space_id}", f"board={board.pk}", f"product={Product.objects.get().pk}", segment, "compare=year"]  # fmt: skip
    found = {query: asked(lambda q=query: client.get(f"{address}?{q}")) for query in queries}
    grown(5)
    for query, number in found.items():
        assert asked(lambda q=query: client.get(f"{address}?{q}")) <= number, query
    assert "Wait for a first answer" in body(client.get(f"/insights/?{segment}"))


@pytest.mark.parametrize("split", Report.Split.values)
def test_a_report_asks_as_often_at_twice_as_many(grown, executive, split):
    names = [metric.name for metric in ALL]
    report = save_report(by=executive, name="All", figures=names, split=split, span="days_30")
    period = period_of(report.span, today())
    before = asked(lambda: contents(report, executive, period))
    grown(5)
    assert asked(lambda: contents(report, executive, period)) <= before
