"""Reports are chosen, previewed and read; each reader sees what they may see."""

import io
import re

import pytest
from openpyxl import load_workbook

from accounts.models import ProfileQuestion
from analytics.actions import rebuild, save_report
from analytics.models import Report, ToldAnswer
from analytics.periods import last_days
from analytics.reports.contents import contents
from analytics.reports.starters import keep_starters
from core.rules import NotAllowed
from forums.models import Board
from spaces.models import Space
from tests.analytics.conftest import BACKEND, accept, agree, answer, ask, body, cost, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
CHOICE = {"name": "Mine", "figures": ["confirmed_deflections", "contacts"], "split": "time", "span": "days_30"}  # fmt: skip


def solve(board, helper, *, times, at=None):
    for index in range(times):
        topic = ask(make_member(f"asker-{board.slug}-{index}"), board, at=at or hours_ago(240))
        accept(topic, answer(topic, helper, at=hours_ago(230)), at=hours_ago(220))
    rebuild()


def sign_in(client, member):
    client.force_login(member, backend=BACKEND)
    return client


@pytest.fixture
def elsewhere(brand):
    space = Space.objects.create(slug="tea", name="Tea")
    return Board.objects.create(space=space, slug="leaves", name="Leaves", kinds=["question"])


def test_builder_previews_without_keeping_and_saves(client, executive, board, member):
    solve(board, member, times=6)
    reader = sign_in(client, executive)
    page = body(reader.post("/insights/reports/new/", {**CHOICE, "preview": "1"}))
    assert "Preview: Mine" in page and 'class="chart columns-chart"' in page
    assert not Report.objects.exists()
    answered = reader.post("/insights/reports/new/", CHOICE)
    report = Report.objects.get()
    assert answered["Location"] == f"/insights/reports/{report.pk}/"
    assert report.made_by == executive and report.figures == CHOICE["figures"]
    page = body(reader.get(answered["Location"]))
    assert re.search(r'figure-number">6<', page)
    assert "As a table" in page


def test_builder_asks_for_a_figure(client, executive, brand):
    answered = sign_in(client, executive).post("/insights/reports/new/", {**CHOICE, "figures": []})
    assert answered.status_code == 422
    assert "Choose one figure at least" in body(answered)


def test_reader_of_one_space_gets_its_figures_and_no_money(
    executive, evangelist, board, elsewhere, member
):
    cost(executive)
    solve(board, member, times=6)
    solve(elsewhere, member, times=7)
    report = save_report(by=executive, **CHOICE | {"figures": ["confirmed_deflections", "saved", "leads"]})  # fmt: skip
    everything = contents(report, executive, last_days(30))
    theirs = contents(report, evangelist, last_days(30))
    assert everything.sections[0].figure.value == 13
    assert [each.name for each in everything.sections] == [
        "confirmed_deflections",
        "saved",
        "leads",
    ]
    assert [each.name for each in theirs.sections] == ["confirmed_deflections"]
    assert theirs.sections[0].figure.value == 6
    assert len(theirs.left_out) == 2


def test_report_about_a_space_says_nothing_to_leaders_of_another(executive, evangelist, elsewhere):
    report = save_report(by=executive, space=elsewhere.space, **CHOICE)
    assert contents(report, evangelist, last_days(30)).is_empty


def test_split_masks_small_places_and_what_would_tell_them(
    client, executive, board, elsewhere, member
):
    third = Board.objects.create(
        space=Space.objects.create(slug="cups", name="Cups"), slug="cups", name="Cups", kinds=["question"]
    )  # fmt: skip
    solve(board, member, times=9)
    solve(elsewhere, member, times=2)
    solve(third, member, times=6)
    report = save_report(by=executive, **CHOICE | {"split": "space"})
    lines = contents(report, executive, last_days(30)).sections[0].lines
    assert {each.label: each.is_masked for each in lines} == {"Home Espresso": False, "Tea": True, "Cups": True}  # fmt: skip
    reader = sign_in(client, executive)
    page = body(reader.get(f"/insights/reports/{report.pk}/"))
    table = body(reader.get(f"/insights/reports/{report.pk}/report.csv"))
    assert "fewer than 5 people" in page
    for line in table.splitlines():
        if "Tea," in line or "Cups," in line:
            assert ",,,," in line


def test_a_report_stands_beside_the_period_before_and_last_year(client, executive, board, member):
    solve(board, member, times=6)
    for days, times in ((45, 3), (380, 2)):
        for index in range(times):
            topic = ask(make_member(f"then-{days}-{index}"), board, at=hours_ago(24 * days))
            accept(topic, answer(topic, member), at=hours_ago(24 * days - 2))
    ask(member, board, at=hours_ago(24 * 500))
    rebuild()
    report = save_report(by=executive, **CHOICE)
    [solved, _contacts] = contents(report, executive, last_days(30)).sections
    before, year = (each.text for each in solved.trends)
    assert "the 30 days before" in before and before.startswith("100")
    assert "a year earlier" in year and year.startswith("200")
    page = body(sign_in(client, executive).get(f"/insights/reports/{report.pk}/"))
    assert page.count('class="trend"') == 4


def test_a_trend_does_not_tell_a_number_of_few(executive, board, elsewhere, member):
    """Two solved before, nine now: the share by which it grew would give the two away."""
    solve(board, member, times=9)
    solve(elsewhere, member, times=9)
    for index in range(2):
        topic = ask(make_member(f"then-{index}"), board, at=hours_ago(24 * 45))
        accept(topic, answer(topic, member), at=hours_ago(24 * 45 - 2))
    ask(member, board, at=hours_ago(24 * 500))
    rebuild()
    report = save_report(by=executive, space=board.space, **CHOICE)
    [section, *_more] = contents(report, executive, last_days(30)).sections
    assert section.figure.value == 9
    assert [each.text for each in section.trends] == ["None in the same days a year earlier."]


@pytest.fixture
def baristas(board, member):
    """Six baristas who solved something, four buyers who did, and three who told nothing."""
    said = ProfileQuestion.objects.create(text="Who?", position=1, choices=["barista", "buyer"])
    for index in range(13):
        asker = make_member(f"teller{index}")
        topic = ask(asker, board, at=hours_ago(240))
        accept(topic, answer(topic, member, at=hours_ago(230)), at=hours_ago(220))
        if index < 10:
            consent = agree(asker)[0]
            value = "barista" if index < 6 else "buyer"
            ToldAnswer.objects.create(
                question=said, member=asker, consent=consent, value=value, told_at=hours_ago(900)
            )
    rebuild()
    return said


def test_a_report_of_a_segment(client, executive, evangelist, baristas):
    reader = sign_in(client, executive)
    form = body(reader.get("/insights/reports/new/"))
    assert f'value="{baristas.pk}:barista"' in form
    assert f'value="{baristas.pk}:buyer"' not in form, "four are no segment"
    answered = reader.post(
        "/insights/reports/new/", {**CHOICE, "segment": f"{baristas.pk}:barista"}
    )
    report = Report.objects.get()
    assert answered.status_code == 302 and report.segment == (baristas.pk, "barista")
    [section, *_more] = contents(report, executive, last_days(30)).sections
    assert section.figure.value == 6
    assert "segment=" in section.link
    rows = body(reader.get(section.link))
    assert '<li class="row">' not in rows and "counted without their name" in rows
    assert "barista" in body(reader.get(f"/insights/reports/{report.pk}/"))
    form = body(reader.get(f"/insights/reports/{report.pk}/edit/"))
    assert f'value="{baristas.pk}:barista" selected' in form
    assert contents(report, evangelist, last_days(30)).is_empty, "segments are the executives'"
    small = save_report(by=executive, segment=(baristas.pk, "buyer"), **CHOICE)
    assert contents(small, executive, last_days(30)).is_empty
    assert body(reader.post("/insights/reports/new/", {**CHOICE, "segment": "99:x"})).count("Select a valid choice") == 1  # fmt: skip


def test_only_executives_choose_a_segment(client, evangelist, baristas):
    with pytest.raises(NotAllowed):
        save_report(by=evangelist, segment=(baristas.pk, "barista"), **CHOICE)
    reader = sign_in(client, evangelist)
    assert "barista" not in body(reader.get("/insights/reports/new/"))
    reader.post("/insights/reports/new/", {**CHOICE, "segment": f"{baristas.pk}:barista"})
    assert Report.objects.get().segment is None


def test_files_say_what_the_page_says(client, executive, board, member):
    solve(board, member, times=6)
    report = save_report(by=executive, **CHOICE)
    reader = sign_in(client, executive)
    address = f"/insights/reports/{report.pk}/report"
    assert "Problems solved without support,," in body(reader.get(f"{address}.csv"))
    book = load_workbook(io.BytesIO(b"".join(reader.get(f"{address}.csv?as=xlsx"))))
    assert [cell.value for cell in book.worksheets[0][2]][4] == 6
    paper = reader.get(f"{address}.pdf")
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")


def test_people_see_their_own_reports_and_those_there_from_the_start(
    client, executive, evangelist, member, board
):
    keep_starters()
    keep_starters()
    save_report(by=executive, **CHOICE | {"name": "For the board"})
    own = save_report(by=evangelist, **CHOICE | {"name": "My space"})
    everything = body(sign_in(client, executive).get("/insights/reports/"))
    assert everything.count("Executive&#x27;s Monday") == 1
    assert "For the board" in everything and "My space" in everything
    theirs = body(sign_in(client, evangelist).get("/insights/reports/"))
    assert "Executive&#x27;s Monday" in theirs and "My space" in theirs
    assert "For the board" not in theirs
    assert sign_in(client, member).get("/insights/reports/").status_code == 403
    assert client.get(f"/insights/reports/{own.pk}/").status_code == 403


def test_only_makers_and_executives_change_a_report(client, executive, evangelist, manager, board):
    report = save_report(by=executive, **CHOICE)
    with pytest.raises(NotAllowed):
        save_report(by=evangelist, report=report, **CHOICE)
    assert (
        sign_in(client, evangelist).get(f"/insights/reports/{report.pk}/edit/").status_code == 404
    )
    own = save_report(by=evangelist, **CHOICE)
    assert sign_in(client, evangelist).post(f"/insights/reports/{own.pk}/").status_code == 302
    assert not Report.objects.filter(pk=own.pk).exists()
