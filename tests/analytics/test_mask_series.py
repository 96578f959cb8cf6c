"""Weeks of few people are left out of a narrowed series, wherever it stands, and so is what would tell them."""

import csv
import io

import pytest

from analytics.actions import rebuild, save_report
from analytics.periods import last_days
from analytics.reports.contents import contents
from forums.models import Board
from spaces.models import Space
from tests.analytics.conftest import BACKEND, accept, answer, ask, body, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
DAY = 24
WEEKS = {3: 6, 10: 2, 17: 7, 24: 0}
"""Days ago, and how many people asked and were helped then."""


@pytest.fixture
def series(board, helper):
    elsewhere = Board.objects.create(
        space=Space.objects.create(slug="tea", name="Tea"), slug="leaves", name="Leaves", kinds=["question"]
    )  # fmt: skip
    for days, number in WEEKS.items():
        for index in range(number):
            for place in (board, elsewhere):
                asker = make_member(f"asker-{days}-{index}-{place.slug}")
                topic = ask(asker, place, at=hours_ago(days * DAY))
                accept(topic, answer(topic, helper, at=hours_ago(days * DAY - 2)))
    rebuild()
    return board.space


def leaves_nothing_to_subtract(numbers: list[int | None]) -> bool:
    """Two parts at least are left out, and together they count five people or more."""
    left_out = 15 - sum(number or 0 for number in numbers)
    return numbers.count(None) >= 2 and left_out >= 5


@pytest.mark.parametrize("place", ["space", "board"])
def test_a_week_of_two_people_is_left_out_of_the_page_and_opens_to_nothing(
    client, series, board, executive, place
):
    client.force_login(executive, backend=BACKEND)
    at = f"{place}={series.pk if place == 'space' else board.pk}"
    page = client.get(f"/insights/deflection/?days=30&{at}")
    assert page.context["total"] == 15
    parts = [part for part, *_rest in page.context["lines"]]
    numbers = [number for _part, number, *_rest in page.context["lines"]]
    assert leaves_nothing_to_subtract(numbers), numbers
    small = [
        index for index, part in enumerate(parts) if part.start <= hours_ago(10 * DAY) < part.end
    ]
    assert [numbers[index] for index in small] == [None]
    for row, number in zip(page.context["solved"].rows, numbers, strict=True):
        if number is None:
            assert row[1].text == "–" and not any(cell.href for cell in row), (
                "nor in the chart's table"
            )
    for index, (part, number) in enumerate(zip(parts, numbers, strict=True)):
        rows = body(client.get(f"/insights/deflection/rows/?grade=confirmed&{part.query}&{at}"))
        if number is not None or index in small:
            assert rows.count('<li class="row">') == (number or 0)


def test_the_whole_community_is_not_masked(client, series, executive):
    client.force_login(executive, backend=BACKEND)
    page = client.get("/insights/deflection/?days=30")
    numbers = [number for _part, number, *_rest in page.context["lines"]]
    assert None not in numbers and sum(numbers) == 30


def test_a_week_of_two_people_is_left_out_of_reports_and_their_files(client, series, executive):
    report = save_report(
        by=executive, name="Here", figures=["confirmed_deflections", "contacts"], split="time", span="days_30", space=series
    )  # fmt: skip
    [section, _contacts] = contents(report, executive, last_days(30)).sections
    numbers = [None if line.is_masked else int(line.figure.value) for line in section.lines]
    assert section.figure.value == 15 and leaves_nothing_to_subtract(numbers), numbers
    client.force_login(executive, backend=BACKEND)
    sheet = body(client.get(f"/insights/reports/{report.pk}/report.csv")).lstrip("\ufeff")
    lines = [line for line in csv.reader(io.StringIO(sheet)) if line[:1] == ["Problems solved without support"]]  # fmt: skip
    told = [line[4:8] for line in lines if line[1]]
    assert told.count(["", "", "", ""]) >= 2 and leaves_nothing_to_subtract(
        [float(value) if value else None for value, *_rest in told]
    )
    page = body(client.get(f"/insights/reports/{report.pk}/"))
    assert "fewer than 5 people" in page
