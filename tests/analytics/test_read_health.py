"""Every part of a space's health counts what it says, and opens to it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role, RoleGrant
from analytics.lens import Lens
from analytics.metrics.health import (
    absence,
    company,
    contributors,
    newcomers,
    reciprocity,
    stickiness,
)
from analytics.periods import last_days
from forums.models import Board, Post
from spaces.models import Space, SpaceRole
from tests.analytics.conftest import BACKEND, agree, answer, ask, body, hours_ago, touch
from tests.cast import make_member

pytestmark = pytest.mark.django_db
DAY = 24


@pytest.fixture
def elsewhere(brand):
    space = Space.objects.create(slug="grinders", name="Grinders")
    return Board.objects.create(space=space, slug="burrs", name="Burrs", kinds=["question"])


def people(number: int, name: str = "person"):
    return [make_member(f"{name}{index}") for index in range(number)]


def lens(space=None, days=90):
    return Lens(last_days(days), space=space.pk if space else None)


def test_who_writes_counts_people_of_thirty_days_once(board, elsewhere, manager):
    six = people(6)
    for each in six:
        ask(each, board, at=hours_ago(5 * DAY))
    topic = ask(six[0], board, at=hours_ago(DAY))
    answer(topic, manager)  # the company's own people are left out
    ask(make_member("old"), board, at=hours_ago(31 * DAY))
    ask(make_member("hidden"), board, at=hours_ago(DAY), state="hidden")
    ask(make_member("other"), elsewhere, at=hours_ago(DAY))
    here = lens(board.space)
    assert contributors.figure(here).value == 6
    assert contributors.figure(lens()).value == 7
    assert {pk: each.value for pk, each in contributors.by_space(lens()).items()} == {
        board.space_id: 6, elsewhere.space_id: 1,
    }  # fmt: skip
    rows = contributors.rows(here)
    assert rows.count() == 6 and {row.author for row in rows} == set(six)
    assert rows.get(author=six[0]) == topic.posts.get(number=1), "the newest of each"


def test_newcomers_come_back_a_day_later_and_within_thirty_days(board, elsewhere):
    late, back, same_day, elsewhere_only, gone = (
        [make_member(f"{name}{index}") for index in range(8)]
        for name in ("late", "back", "sameday", "else", "gone")
    )
    first = hours_ago(50 * DAY)
    for each in (*late, *back, *same_day, *elsewhere_only, *gone):
        ask(each, board, at=first)
    for each in back:
        ask(each, board, at=first + timedelta(days=30))
    for each in late:
        ask(each, board, at=first + timedelta(days=31))
    for each in same_day:
        ask(each, board, at=first + timedelta(hours=20))
    for each in elsewhere_only:
        ask(each, elsewhere, at=first + timedelta(days=3))
    regular = make_member("regular")
    for days in (200, 50, 45):
        ask(regular, board, at=hours_ago(days * DAY))
    for each in people(3, "fresh"):  # their month is not over
        ask(each, board, at=hours_ago(10 * DAY))
    found = newcomers.figure(lens(board.space))
    assert (found.sample, found.details["returned"], found.value) == (40, 8, 0.2)
    assert 0.1 < found.low < 0.2 < found.high < 0.35
    assert newcomers.rows(lens(board.space)).count() == 40
    assert set(newcomers.returned_rows(lens(board.space)).values_list("author", flat=True)) == {
        each.pk for each in back
    }
    assert newcomers.figure(lens(elsewhere.space)).value is None, "eight are too few"


def test_each_months_newcomers_are_a_cohort(board):
    for each in people(30):
        ask(each, board, at=hours_ago(100 * DAY))
        ask(each, board, at=hours_ago(95 * DAY))
    months = newcomers.cohorts(lens(board.space))
    known = [figure for _month, figure in months if figure.value is not None]
    assert len(months) == 12 and [each.value for each in known] == [1.0]


def test_ties_are_returned_when_both_reply(board, manager):
    ones, others = people(30), people(30, "other")
    for index, (one, other) in enumerate(zip(ones, others, strict=True)):
        topic = ask(one, board, at=hours_ago(10 * DAY))
        first = answer(topic, other, at=hours_ago(9 * DAY))
        answer(topic, manager, at=hours_ago(9 * DAY))
        if index < 10:  # the asker replies to the one who answered
            back = answer(topic, one, at=hours_ago(8 * DAY))
            Post.objects.filter(pk=back.pk).update(reply_to=first)
        else:  # to themselves
            answer(topic, one, at=hours_ago(8 * DAY))
    found = reciprocity.figure(lens(board.space))
    assert found.details == {"pairs": 30, "mutual": 10}
    # 10 pairs both ways are 20 ties returned, of 40.
    assert found.value == pytest.approx(20 / 40) and found.low < found.value < found.high
    assert reciprocity.by_space(lens())[board.space_id] == found
    rows = reciprocity.rows(lens(board.space))
    assert rows.count() == 10 and {row.author for row in rows} <= set(ones[:10])


def test_the_company_is_who_speaks_for_it_there(board, elsewhere, manager, evangelist):
    topic = ask(make_member("asker"), board, at=hours_ago(DAY))
    other = ask(make_member("other"), elsewhere, at=hours_ago(DAY))
    for _ in range(9):
        answer(topic, manager)
        answer(topic, evangelist)
        answer(other, evangelist)  # who leads nothing there
    for each in people(21):
        answer(topic, each)
        answer(other, each)
    found = company.figure(lens(board.space))
    assert (found.sample, found.details["ours"], found.value) == (40, 18, 0.45)
    assert company.by_space(lens())[elsewhere.space_id].details["ours"] == 0
    assert company.rows(lens(board.space)).count() == 18


@pytest.mark.parametrize(
    ("answers", "factor"),
    [([10], 1), ([5, 5], 1), ([4, 3, 3], 2), ([1] * 10, 5), ([3, 3, 3, 1, 1, 1], 2), ([], 0)],
)
def test_the_fewest_who_gave_half(answers, factor):
    assert absence.factor(answers) == factor


def test_an_absence_factor_has_an_interval_that_knows_its_sample():
    sure = absence.of([700, 100, 100, 100])
    unsure = absence.of([17, 5, 4, 4])
    assert (sure.value, sure.low, sure.high) == (1, 1, 1)
    assert unsure.value == 1 and unsure.high == 2
    assert absence.of([20, 9]).value is None, "29 answers are too few"


def test_answers_are_not_the_askers(board, elsewhere):
    asker, one, two = people(3)
    topic = ask(asker, board, at=hours_ago(3 * DAY))
    for _ in range(20):
        answer(topic, asker, at=hours_ago(DAY))
        answer(topic, one, at=hours_ago(DAY))
    for _ in range(10):
        answer(topic, two, at=hours_ago(DAY))
    talk = ask(asker, board, at=hours_ago(DAY), kind="discussion")
    answer(talk, two)
    found = absence.figure(lens(board.space))
    assert (found.value, found.sample, found.details["people"]) == (1, 30, 2)
    assert absence.rows(lens(board.space)).count() == 30


def test_a_day_of_a_month_counts_writers_and_consenting_readers_once(board, space):
    readers = people(40)
    topic = ask(make_member("asker"), board, at=hours_ago(200 * DAY))
    for each in readers:
        consent = agree(each)[0]
        touch(consent, "read_topic", topic=topic, at=hours_ago(2 * DAY))
        touch(consent, "read_topic", topic=topic, at=hours_ago(2 * DAY))
        touch(consent, "visit", at=hours_ago(DAY))  # of no space
    for each in readers[:20]:
        ask(each, board, at=hours_ago(5 * DAY))
    found = stickiness.figure(lens(space))
    assert found.details == {"days": 60, "people": 40}
    assert found.value == pytest.approx(60 / (30 * 40))
    assert stickiness.by_space(lens())[space.pk].value == found.value
    days = {each.day: each.people for each in stickiness.by_day(lens(space))}
    assert len(days) == 30 and sorted(days.values())[-2:] == [20, 40]


def test_days_of_few_people_are_not_told_by_subtraction(board, space):
    for index, each in enumerate(people(40)):
        ask(each, board, at=hours_ago((2 if index < 20 else 5 if index < 37 else 9) * DAY))
    shown = [each.people for each in stickiness.by_day(lens(space)) if each.people]
    assert 3 not in shown and len(shown) < 3, (
        "a second day is left out with the one of three people"
    )


def test_pages_open_to_whom_they_are_for_and_hide_other_spaces(
    client, board, elsewhere, executive, evangelist, manager, member
):
    for each in people(6):
        ask(each, board, at=hours_ago(DAY), title="Herequestion")
        ask(each, elsewhere, at=hours_ago(DAY), title="Therequestion")
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=elsewhere.space, member=keeper, role=Role.MANAGER)
    here, there = "/insights/health/home-espresso/", "/insights/health/grinders/"
    for person, codes in (
        (executive, (200, 200)), (manager, (200, 200)), (evangelist, (200, 404)), (keeper, (404, 200)),
        (member, (403, 403)),
    ):  # fmt: skip
        client.force_login(person, backend=BACKEND)
        assert (client.get(here).status_code, client.get(there).status_code) == codes
        for more in (
            "posts/",
            "posts.csv",
            "leaving/",
            "leaving/questions/",
            "leaving/questions.csv",
        ):
            assert (
                client.get(here + more).status_code, client.get(there + more).status_code
            ) == codes, more  # fmt: skip
    client.force_login(evangelist, backend=BACKEND)
    page = body(client.get("/insights/health/"))
    assert "Home Espresso" in page and "Grinders" not in page
    assert "Grinders" not in body(client.get("/insights/health.csv"))


@pytest.mark.parametrize(
    "only", ["contributors", "newcomers", "returned", "mutual", "company", "answers"]
)
def test_each_number_opens_to_as_many_rows(client, board, executive, manager, only):
    RoleGrant.objects.filter(member=manager).update(granted_at=timezone.now())
    pairs = list(zip(people(35), people(35, "other"), strict=True))
    for one, other in pairs:
        topic = ask(one, board, at=hours_ago(50 * DAY))
        answer(topic, other, at=hours_ago(49 * DAY))
        back = ask(other, board, at=hours_ago(20 * DAY))
        answer(back, one, at=hours_ago(19 * DAY))
        answer(back, manager, at=hours_ago(18 * DAY))
    client.force_login(executive, backend=BACKEND)
    page = body(client.get("/insights/health/home-espresso/"))
    link = re.search(rf'href="(/insights/health/home-espresso/posts/\?only={only}[^"]*)"', page)
    rows = body(client.get(link[1].replace("&amp;", "&")))
    number = int(re.search(r'data-rows="(\d+)"', rows)[1])
    table = body(client.get(link[1].replace("&amp;", "&").replace("posts/", "posts.csv")))
    lines = [
        line for line in table.splitlines() if line and not line.startswith(('"#', "#", "\ufeff"))
    ]
    expected = {
        "contributors": 70,
        "newcomers": 70,
        "returned": 35,
        "mutual": 35,
        "company": 35,
        "answers": 105,
    }
    assert number == expected[only]
    assert len(lines) - 1 == number
    shown = page.split('id="')
    figures = {part.split('"')[0]: part for part in shown}
    card = {
        "contributors": "active_contributors", "newcomers": "newcomers_return", "returned": "newcomers_return",
        "mutual": "reciprocity", "company": "company_share", "answers": "absence_factor",
    }[only]  # fmt: skip
    assert f"{number}" in figures[card] + figures.get(f"{card}-title", "")


def test_fewer_than_five_are_not_shown_and_open_to_nothing(client, board, executive):
    for each in people(4):
        ask(each, board, at=hours_ago(DAY))
    client.force_login(executive, backend=BACKEND)
    page = body(client.get("/insights/health/home-espresso/"))
    assert "only=contributors" not in page
    rows = body(client.get("/insights/health/home-espresso/posts/?only=contributors"))
    assert 'class="row"' not in rows


def test_few_who_did_not_come_back_are_not_told_by_subtraction(client, board, executive):
    for index, each in enumerate(people(36)):
        ask(each, board, at=hours_ago(50 * DAY))
        if index > 1:  # two of them never wrote again
            ask(each, board, at=hours_ago(40 * DAY))
    client.force_login(executive, backend=BACKEND)
    page = body(client.get("/insights/health/home-espresso/"))
    assert "only=newcomers" not in page and "only=returned" not in page
    for only in ("newcomers", "returned"):
        rows = body(client.get(f"/insights/health/home-espresso/posts/?only={only}"))
        assert 'class="row"' not in rows
    assert "94 %," not in body(client.get("/insights/health.csv")).splitlines()[-1]


def test_rows_one_may_not_read_say_nothing(client, private_board, executive, insider):
    for each in people(6):
        ask(each, private_board, at=hours_ago(DAY), title="Secretquestion")
    client.force_login(executive, backend=BACKEND)
    page = body(client.get("/insights/health/testers/posts/?only=contributors"))
    assert page.count('<li class="row">') == 6 and "Secretquestion" not in page
    assert "Person0" not in page


def test_a_fixed_number_of_queries(client, board, elsewhere, executive):
    client.force_login(executive, backend=BACKEND)
    pages = [
        "/insights/health/",
        "/insights/health/home-espresso/",
        "/insights/health/home-espresso/leaving/",
    ]

    def count() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get(page).status_code == 200
            found.append(len(asked))
        return found

    def fill(name: str) -> None:
        for one, other in zip(people(32, f"{name}a"), people(32, f"{name}b"), strict=True):
            for place in (board, elsewhere):
                answer(ask(one, place, at=hours_ago(50 * DAY)), other, at=hours_ago(49 * DAY))
                back = ask(other, place, at=hours_ago(9 * DAY))
                answer(back, one, at=hours_ago(8 * DAY))
        third = Space.objects.create(slug=f"more{name}", name=f"More {name}")
        Board.objects.create(space=third, slug="a", name="A", kinds=["question"])

    fill("first")
    count()
    before = count()
    fill("second")
    assert count() == before
