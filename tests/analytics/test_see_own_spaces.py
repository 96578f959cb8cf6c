"""Executives read all figures, evangelists those of the spaces they lead, managers those of their work; nobody more."""

import csv
import io
import re

import pytest
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from accounts.models import ProfileQuestion, Role
from analytics.actions import rebuild, save_report, write_note
from analytics.models import Note, SavedView, SupportIntent
from analytics.periods import last_days
from analytics.reports.contents import contents
from core.rules import NotAllowed
from forums.models import Board, Topic
from spaces.models import Space, SpaceRole
from support.models import Case
from tests.analytics.conftest import BACKEND, accept, answer, ask, body, enquire, hours_ago
from tests.cast import make_member

pytestmark = pytest.mark.django_db
FIGURES = [
    "/insights/",
    "/insights/deflection/",
    "/insights/deflection/rows/",
    "/insights/contacts/rows/",
    "/insights/to-mend/",
    "/insights/time-line/",
    "/insights/deflection/rows.csv",
    "/insights/contacts/rows.csv",
    "/insights/to-mend.csv",
]
WORK = [
    "/insights/figures/",
    "/insights/answering/",
    "/insights/questions/rows/",
    "/insights/questions/rows.csv",
]
ALL = [
    "/insights/figures.csv",
    "/insights/saving/",
    "/insights/sign-in/",
    "/insights/leads/",
    "/insights/leads/goals/",
    "/insights/leads/goals.csv",
    "/insights/leads/rows.csv",
    "/insights/leads/rows/",
    "/insights/leads/steps/",
    "/insights/leads/stalls/",
    "/insights/leads/tables/first.csv",
    "/insights/segments/",
    "/insights/assumptions/",
    "/insights/figures/saved/",
    "/insights/assumptions/cost_per_contact/",
    "/insights/to-mend/searches/",
]


@pytest.mark.parametrize("address", [*FIGURES, *WORK, *ALL])
def test_each_page_opens_to_whom_it_is_for(
    client, brand, executive, administrator, member, manager, agent, evangelist, address
):
    lost = make_member("global", role=Role.EVANGELIST)
    assert client.get(address).status_code == 302
    let_in = {executive, administrator}
    let_in |= {evangelist} if address in (*FIGURES, *WORK) else set()
    let_in |= {manager} if address in WORK else set()
    for person in (member, manager, agent, evangelist, lost, executive, administrator):
        client.force_login(person, backend=BACKEND)
        found = client.get(address)
        assert found.status_code == (200 if person in let_in else 403), person
        if person not in let_in:
            assert "Only executives" in body(found) or "evangelists" in body(found)


@pytest.fixture
def two(board, evangelist, helper):
    """Seven people helped and seven failed in the evangelist's space; six of each elsewhere."""
    elsewhere = Space.objects.create(slug="secret", name="Elsewhere")
    there = Board.objects.create(
        space=elsewhere, slug="there", name="Thereboard", kinds=["question"]
    )
    for place, number, word in ((board, 7, "Herequestion"), (there, 6, "Therequestion")):
        for index in range(number):
            asker = make_member(f"{word.lower()}{index}")
            topic = ask(asker, place, at=hours_ago(200 + index), title=f"{word} {index}")
            accept(topic, answer(topic, helper))
            enquire(
                outcome="sent", offered=[topic], opened=[topic], at=hours_ago(100 + index),
                subject=f"Casewords {word} {index}",
            )  # fmt: skip
        Case.objects.filter(subject__contains=word).update(topic=topic)
    rebuild()
    return board.space, elsewhere, there


FILTERS = ["", "space={here}", "space={there}", "board={board}", "days=90&space={there}&board={board}"]  # fmt: skip


@pytest.mark.parametrize("address", [*FIGURES, *WORK])
def test_an_evangelist_reads_nothing_of_other_spaces(client, two, evangelist, address):
    here, there, board = two
    client.force_login(evangelist, backend=BACKEND)
    for query in FILTERS:
        asked = query.format(here=here.pk, there=there.pk, board=board.pk)
        for more in ("", "&grade=failed", "&grade=all", "&work=1", "&only=solved"):
            page = body(client.get(f"{address}?{asked}{more}"))
            for word in ("Therequestion", "Elsewhere", "Thereboard", "Casewords"):
                assert word not in page, f"{address}?{asked}{more}"
            if "space={there}" in query or "board={board}" in query:
                assert "Herequestion" not in page.split("</form>")[-1]
                assert not re.search(r'data-rows="[1-9]', page)


def test_an_evangelists_counts_are_those_of_their_space(client, two, evangelist, executive):
    here, there, _board = two
    for person, query, number in (
        (evangelist, "", 7), (evangelist, f"space={here.pk}", 7), (evangelist, f"space={there.pk}", 0),
        (executive, "", 13), (executive, f"space={there.pk}", 6),
    ):  # fmt: skip
        client.force_login(person, backend=BACKEND)
        page = body(client.get(f"/insights/deflection/rows/?grade=confirmed&{query}"))
        assert page.count('<li class="row">') == number, query
        sheet = body(client.get(f"/insights/deflection/rows.csv?grade=confirmed&{query}"))
        lines = [line for line in csv.reader(io.StringIO(sheet.lstrip("\ufeff"))) if not line[0].startswith("#")]  # fmt: skip
        assert len(lines) - 1 == number
        questions = body(client.get(f"/insights/questions/rows/?{query}"))
        assert questions.count('<li class="row">') == number


def test_an_evangelist_reads_nobodys_story_and_no_words_to_support(client, two, evangelist):
    client.force_login(evangelist, backend=BACKEND)
    intent, case = SupportIntent.objects.first(), Case.objects.first()
    assert client.get(f"/insights/deflection/{intent.pk}/").status_code == 403
    assert client.get(f"/insights/contacts/{case.number}/").status_code == 403
    page = body(client.get("/insights/"))
    for word in ("Saved<", "€", "Leads the community brought", "agreed to be contacted"):
        assert word not in page, word


def test_what_happens_on_a_closed_board_is_in_no_figure_of_whoever_may_not_read_it(
    client, two, evangelist, executive
):
    """Seven in the open and six behind a door: neither the sum nor the difference tells the six."""
    here, _there, _board = two
    den = Board.objects.create(
        space=here, slug="den", name="Den", kinds=["question"], is_private=True, seen_by=["manager"]
    )
    for index in range(6):
        asker = make_member(f"inside{index}")
        topic = ask(asker, den, at=hours_ago(150 + index), title=f"Insidequestion {index}")
        accept(topic, answer(topic, asker))
        enquire(outcome="sent", offered=[topic], opened=[topic], at=hours_ago(90 + index))
    Case.objects.filter(topic=None).update(topic=topic)
    Case.objects.update(email=Concat("subject", Cast("pk", CharField()), Value("@mail.example")))
    rebuild()
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=here, member=keeper, role=Role.EVANGELIST)
    SpaceRole.objects.create(space=here, member=keeper, role=Role.MANAGER)
    for person, query, number in (
        (evangelist, "", 7), (evangelist, f"space={here.pk}", 7), (evangelist, f"board={den.pk}", 7),
        (keeper, "", 13), (keeper, f"board={den.pk}", 6), (executive, f"space={here.pk}", 13),
    ):  # fmt: skip
        client.force_login(person, backend=BACKEND)
        for rows in ("deflection/rows/?grade=confirmed&", "questions/rows/?", "contacts/rows/?"):
            page = body(client.get(f"/insights/{rows}{query}"))
            assert re.search(r'data-rows="(\d+)"', page)[1] == str(number), (person, rows, query)
        page = body(client.get(f"/insights/deflection/?{query}"))
        assert ("Den" in page) == (person is not evangelist) and "may not read" not in page
    report = save_report(
        by=executive, name="All", figures=["confirmed_deflections", "first_response"], split="board", span="days_30"
    )  # fmt: skip
    theirs = contents(report, evangelist, last_days(30)).sections
    assert [each.figure.sample for each in theirs] == [7, 7]
    inside = save_report(
        by=executive, name="Den", figures=["contacts"], split="time", span="days_30", board=den
    )
    assert contents(inside, evangelist, last_days(30)).is_empty


def test_a_segment_is_the_executives_to_choose(client, two, evangelist, executive):
    asked = ProfileQuestion.objects.create(
        text="What are you?", position=1, choices=["barista", "buyer"]
    )
    client.force_login(evangelist, backend=BACKEND)
    rows = f"/insights/deflection/rows/?segment={asked.pk}:barista"
    assert body(client.get(rows)).count('<li class="row">') == 7
    client.force_login(executive, backend=BACKEND)
    assert body(client.get(rows)).count('<li class="row">') == 0


def test_a_manager_of_a_space_works_there_alone(client, two):
    here, there, _board = two
    keeper = make_member("keeper")
    SpaceRole.objects.create(space=there, member=keeper, role=Role.MANAGER)
    client.force_login(keeper, backend=BACKEND)
    page = body(client.get("/insights/questions/rows/"))
    assert page.count('<li class="row">') == 6 and "Herequestion" not in page
    assert client.get("/insights/").status_code == 403
    page = body(client.get("/insights/answering/"))
    assert "Elsewhere" in page and here.name not in page.split("<main")[1]


def test_who_leads_one_space_and_keeps_another_opens_numbers_to_their_rows(client, two):
    here, there, _board = two
    both = make_member("both")
    SpaceRole.objects.create(space=there, member=both, role=Role.MANAGER)
    SpaceRole.objects.create(space=here, member=both, role=Role.EVANGELIST)
    client.force_login(both, backend=BACKEND)
    assert body(client.get("/insights/questions/rows/")).count('<li class="row">') == 7
    page = body(client.get("/insights/answering/"))
    link = re.search(r'<p class="card-links"><a href="([^"]+)"', page)[1].replace("&amp;", "&")
    assert body(client.get(link)).count('<li class="row">') == 13


def test_only_executives_write_on_the_time_line(client, two, evangelist, manager, executive):
    here, there, _board = two
    form = {"day": "2026-11-02", "words": "Price change", "space": there.pk}
    for person in (evangelist, manager):
        client.force_login(person, backend=BACKEND)
        assert client.post("/insights/time-line/", form).status_code == 403
        with pytest.raises(NotAllowed):
            write_note(by=person, day="2026-11-02", words="Mine")
    client.force_login(executive, backend=BACKEND)
    assert client.post("/insights/time-line/", form | {"day": "x"}).status_code == 422
    assert client.post("/insights/time-line/", form).status_code == 302
    assert client.post("/insights/time-line/", form | {"words": "Launch", "space": ""}).status_code == 302  # fmt: skip
    span = "from=2026-10-01&to=2026-11-10"
    page = body(client.get(f"/insights/?{span}"))
    assert "Price change" in page and "Launch" in page
    assert "Price change" in body(client.get(f"/insights/deflection/?{span}"))
    client.force_login(evangelist, backend=BACKEND)
    for address in ("/insights/", "/insights/deflection/", "/insights/time-line/"):
        page = body(client.get(f"{address}?{span}"))
        assert "Launch" in page and "Price change" not in page, "a note of another space"
    note = Note.objects.get(words="Launch")
    assert client.post(f"/insights/time-line/{note.pk}/withdrawal/").status_code == 403
    client.force_login(executive, backend=BACKEND)
    assert client.post(f"/insights/time-line/{note.pk}/withdrawal/").status_code == 302
    assert "Launch" not in body(client.get(f"/insights/?{span}"))


def test_views_are_saved_opened_and_forgotten_by_their_owner(client, two, evangelist, executive):
    here, _there, _board = two
    client.force_login(evangelist, backend=BACKEND)
    page = body(client.get(f"/insights/deflection/?days=30&space={here.pk}"))
    address = re.search(r'name="address" value="([^"]+)"', page)[1].replace("&amp;", "&")
    assert client.post("/insights/views/", {"name": "Mine", "address": address}).url == address
    assert ">Mine</a>" in body(client.get("/insights/"))
    assert client.get(address).status_code == 200
    for bad in ("https://evil.example/insights/", "//evil.example/insights/", "/studio/"):
        assert client.post("/insights/views/", {"name": "Bad", "address": bad}).status_code == 403
    view = SavedView.objects.get()
    client.force_login(executive, backend=BACKEND)
    assert ">Mine</a>" not in body(client.get("/insights/"))
    assert client.post(f"/insights/views/{view.pk}/removal/").status_code == 404
    client.force_login(evangelist, backend=BACKEND)
    assert client.post(f"/insights/views/{view.pk}/removal/").status_code == 302
    assert not SavedView.objects.exists() and Topic.objects.exists()
